import type { PartnerKeyScope } from '#domain/access/key-scopes.ts';
import type { PartnerScope } from '#domain/access/partner-scope.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { PartnerKey, PartnerKeyKind, PartnerKeyRevocation } from '#domain/partners/partner-key.ts';

/** Keys live and end by the database's clock. What a scope does not cover is as if it were not there. */
export interface PartnerKeyStore {
  insert(key: NewPartnerKey): Promise<void>;
  /** Live ones of the agency. Serialises those who make one for it, until the transaction ends. */
  countLive(agencyCode: AgencyCode): Promise<number>;
  find(scope: PartnerScope, id: string): Promise<PartnerKey | undefined>;
  list(scope: PartnerScope, filter: PartnerKeyFilter, page: PageRequest): Promise<Page<PartnerKey>>;
  /** A new secret and a new life for the key; the newest of before goes on for so many hours, any older one ends now. */
  rotate(id: string, secret: NewPartnerKeySecret, graceHours: number): Promise<void>;
  /** Ends it with all its secrets, and tells every gateway. */
  revoke(id: string, reason: PartnerKeyRevocation, by: string): Promise<void>;
  /** Whose secret it is; undefined when it is nobody's. */
  findBySecret(secret: string): Promise<PresentedKey | undefined>;
  /** At most once a minute; nobody waits for it. */
  markUsed(secretId: string): Promise<void>;
  /** For whoever looks after the installation: live keys that end within so many days, and how many of each kind live. */
  survey(days: number): Promise<KeySurvey>;
}

export interface PartnerKeyFilter {
  readonly agencyCode?: string | undefined;
  readonly kind?: readonly PartnerKeyKind[] | undefined;
  /** Neither revoked nor expired. */
  readonly live?: boolean | undefined;
}

export interface NewPartnerKeySecret {
  readonly id: string;
  readonly secret: string;
  readonly by: string;
}

export interface NewPartnerKey {
  readonly id: string;
  readonly kind: PartnerKeyKind;
  readonly name: string;
  readonly agencyCode?: AgencyCode | undefined;
  readonly roles: readonly AgencyRole[];
  readonly scopes: readonly PartnerKeyScope[];
  readonly divisionCode: string;
  readonly holder?: string | undefined;
  readonly lifeDays: number;
  readonly secret: NewPartnerKeySecret;
}

/** A key as the door sees it. */
export interface PresentedKey {
  readonly id: string;
  readonly secretId: string;
  readonly kind: PartnerKeyKind;
  readonly name: string;
  readonly agencyCode?: AgencyCode | undefined;
  readonly roles: readonly AgencyRole[];
  readonly scopes: readonly PartnerKeyScope[];
  readonly divisionCode: string;
  readonly revoked: boolean;
  /** Until the key or this secret of it ends; not more than nothing: it has ended. */
  readonly remainingMs: number;
  /** Its last use was not written down within the last minute. */
  readonly markDue: boolean;
}

export interface KeySurvey {
  readonly endingSoon: readonly {
    readonly name: string;
    readonly agencyCode?: string | undefined;
    readonly days: number;
  }[];
  readonly live: Readonly<Partial<Record<PartnerKeyKind, number>>>;
}
