import type { AgencyEvent } from '#domain/agencies/inbound-content.ts';

/** Where a matter stands at an agency, as far as its list can say. */
export const LEDGER_STATUSES = [
  'RECEIVED',
  'ACCEPTED',
  'IN_HANDLING',
  'SUPPLEMENT_REQUESTED',
  'RETURNED',
  'REFUSED',
  'COMPLETED',
  'RECALLED',
] as const;
export type LedgerStatus = (typeof LEDGER_STATUSES)[number];

/** Where a matter stands whose last answer was this. */
export const LEDGER_STATUS_AFTER: Readonly<Record<AgencyEvent, LedgerStatus>> = {
  RECEIVE: 'RECEIVED',
  ACCEPT: 'ACCEPTED',
  START: 'IN_HANDLING',
  REQUEST_SUPPLEMENT: 'SUPPLEMENT_REQUESTED',
  RETURN: 'RETURNED',
  REFUSE: 'REFUSED',
  COMPLETE: 'COMPLETED',
};

/** One record of ours at an agency, as its own list has it (对账清单), in our words. */
export interface LedgerLine {
  /** The effect's key as the agency has it; printable ASCII, so that every sorting of keys is the same. */
  readonly key: string;
  readonly referralId?: string | undefined;
  /** Where the matter stands at the agency now, not where it stood on that day. */
  readonly status: LedgerStatus;
  /** Under which numbers the agency has it; the one it uses now first. Empty where it says none. */
  readonly references: readonly string[];
  /** When the agency took it in. */
  readonly at?: Date | undefined;
}

export interface LedgerPage {
  readonly lines: readonly LedgerLine[];
  /** Of the whole day. Fewer lines than this in the end are half a list, and half a list is no list. */
  readonly total: number;
  /** Where to go on; absent on the last page. */
  readonly nextCursor?: string | undefined;
}

/** What an agency says that keeps no list for us: how many records, and a digest over their keys. */
export interface LedgerTotals {
  readonly count: number;
  /** SHA-256 in lower-case hex over the keys in ascending order, each followed by a line feed. */
  readonly keyDigest: string;
}
