import type { PartnerKeyScope } from '#domain/access/key-scopes.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';

/** 试用 · 工程师 · 正式 */
export const PARTNER_KEY_KINDS = ['TEST', 'TEAM', 'LIVE'] as const;
export type PartnerKeyKind = (typeof PARTNER_KEY_KINDS)[number];

export const PARTNER_KEY_REVOCATIONS = ['LEAKED', 'HOLDER_LEFT', 'NO_LONGER_NEEDED', 'OTHER'] as const;
export type PartnerKeyRevocation = (typeof PARTNER_KEY_REVOCATIONS)[number];

export type PartnerKeyState = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** A bearer secret of a partner's machine or engineer (对接密钥), with what it may do. The secret is shown once. */
export interface PartnerKey {
  readonly id: string;
  readonly kind: PartnerKeyKind;
  readonly state: PartnerKeyState;
  /** What it is for, as those who made it call it. */
  readonly name: string;
  /** Absent: acts for nobody and may do nothing but ask who it is. */
  readonly agencyCode?: AgencyCode | undefined;
  readonly roles: readonly AgencyRole[];
  readonly scopes: readonly PartnerKeyScope[];
  readonly divisionCode: string;
  /** Of a TEAM key: the subject of the engineer who answers for it. */
  readonly holder?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To the minute. */
  readonly lastUsedAt?: Date | undefined;
  readonly revokedAt?: Date | undefined;
  readonly revocation?: PartnerKeyRevocation | undefined;
  /** Live ones, newest first, two while the partner changes over. */
  readonly secrets: readonly PartnerKeySecret[];
}

export interface PartnerKeySecret {
  /** Its last four characters, to tell which of several stands in a configuration. */
  readonly ending: string;
  readonly createdAt: Date;
  readonly expiresAt?: Date | undefined;
  readonly lastUsedAt?: Date | undefined;
}

/** A key whose owner is not looked at once a year is nobody's; an engineer changes agencies sooner. */
export const LONGEST_LIFE_DAYS: Readonly<Record<PartnerKeyKind, number>> = { TEST: 365, TEAM: 90, LIVE: 365 };

export const LONGEST_GRACE_HOURS = 72;

/** Live ones of one agency. */
export const MOST_KEYS = 20;

/** A key of trials opens nothing real, and a real one is not carried to a trial. */
export function worksHere(kind: PartnerKeyKind, production: boolean): boolean {
  return kind === 'TEAM' || (kind === 'LIVE') === production;
}

/** What every key of the kind begins with, so that a reader of a configuration sees what lies there. */
export function prefixOf(kind: PartnerKeyKind): string {
  return `od_${kind.toLowerCase()}_`;
}
