import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import { LEDGER_STATUSES, type LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import type { ReferralStatus } from '#domain/referrals/referral.ts';

/** One effect that we hold to be delivered, as it is compared with the agency's record of it. */
export interface OurLine {
  readonly key: string;
  readonly kind: EffectKind;
  readonly referralId: string;
  readonly status: LedgerStatus;
  readonly reference?: string | undefined;
  /** A later effect of the referral has not arrived yet, so that our status may run ahead of theirs. */
  readonly settling: boolean;
}

export interface LedgerSummary {
  readonly count: number;
  /** SHA-256 in lower-case hex over `canonicalLine` of every line in the order of keys, each followed by a line feed. */
  readonly digest: string;
}

/** `key|status|reference`, the reference empty where there is none. */
export function canonicalLine(key: string, status: LedgerStatus, reference: string | undefined): string {
  return `${key}|${status}|${reference ?? ''}`;
}

/**
 * Where a matter should stand at the agency that has this effect of ours. What was sent and not answered yet is RECEIVED:
 * a list says no less. A recall and a supplement have no status but their own.
 */
export function expectedStatus(kind: EffectKind, status: ReferralStatus): LedgerStatus {
  if (kind === 'RECALL') return 'RECALLED';
  if (kind === 'SUPPLEMENT') return 'RECEIVED';
  return LEDGER_STATUSES.find((known) => known === status) ?? 'RECEIVED';
}
