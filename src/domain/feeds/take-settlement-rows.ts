import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import { DUE_RESULTS, type MedicalSettlement, type SettlementDetail } from '#domain/feeds/medical-settlement.ts';
import { type Bearer, settlementAfter, standingOf, unheardOf } from '#domain/feeds/settlement-rule.ts';

export interface SettlementRow {
  readonly rowNumber: number;
  readonly said: PushedSettlement;
  readonly detail: SettlementDetail;
}

/** What is known before the first of the rows. */
export interface SettlementGround {
  /** By settlement id. */
  readonly known: ReadonlyMap<string, MedicalSettlement>;
  /** By the number as it was written. */
  readonly bearers: ReadonlyMap<string, Bearer>;
  /** Visits with a claim, or with a settlement on which one is due. */
  readonly visitsWithClaims: ReadonlySet<string>;
}

/** Where the rows stand. */
export interface SettlementSource {
  readonly feedFileId: string;
  readonly agencyCode: MedicalSettlement['agencyCode'];
  readonly receivedAt: Date;
  readonly newId: () => string;
}

export interface TakenSettlementRows {
  /** Settlements that are new or have changed. */
  readonly changed: readonly MedicalSettlement[];
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly rowNumber: number; readonly field: string; readonly reason: string }[];
}

/**
 * Says each row in its order, by the rule for a pushed one. A settlement of a visit where a claim stands or is due keeps
 * which rows spoke of it, for whoever settles that visit afterwards; of every other one nothing follows.
 */
export function takeSettlementRows(
  rows: readonly SettlementRow[],
  ground: SettlementGround,
  source: SettlementSource,
): TakenSettlementRows {
  const changed = new Map<string, MedicalSettlement>();
  const visits = new Set(ground.visitsWithClaims);
  const refused: TakenSettlementRows['refused'][number][] = [];
  let unchanged = 0;
  for (const { rowNumber, said, detail } of rows) {
    const known = changed.get(said.settlementId) ?? ground.known.get(said.settlementId);
    const standing = standingOf(known, said, detail);
    if (standing === 'REPEATED') unchanged += 1;
    else if (standing !== 'NEWS') refused.push({ rowNumber, ...REFUSALS[standing] });
    else {
      const before = known ?? unheardOf(said, { ...source, id: source.newId() });
      const after = settlementAfter(before, said, detail, ground.bearers.get(said.residentId));
      if (after.status === 'VALID' && DUE_RESULTS.includes(after.result)) visits.add(said.visitId);
      changed.set(said.settlementId, noted(before, after, said, source.feedFileId, rowNumber));
    }
  }
  return {
    changed: [...changed.values()].map((each) => (visits.has(each.visitId) ? each : acted(each))),
    accepted: rows.length - unchanged - refused.length,
    unchanged,
    refused,
  };
}

const REFUSALS = {
  CONFLICT: { field: 'setl_id', reason: 'SETTLEMENT_CONFLICT' },
  OTHER_VISIT: { field: 'mdtrt_id', reason: 'SETTLEMENT_VISIT_DIFFERS' },
} as const;

/** With the row that said it. What it was before its reversal stays as its result: it may have had a claim by then. */
function noted(
  before: MedicalSettlement,
  after: MedicalSettlement,
  { event }: PushedSettlement,
  feedFileId: string,
  rowNumber: number,
): MedicalSettlement {
  if (event === 'SETTLED') return { ...after, unfollowed: { ...before.unfollowed, feedFileId, settledRow: rowNumber } };
  const result = before.detail ? before.result : after.result;
  return { ...after, result, unfollowed: { ...before.unfollowed, feedFileId, reversedRow: rowNumber } };
}

function acted(settlement: MedicalSettlement): MedicalSettlement {
  const result = settlement.status === 'REVERSED' ? 'REVERSED' : settlement.result;
  return { ...settlement, result, unfollowed: undefined };
}
