import { DUE_RESULTS, type SettlementResult, type SettlementStatus } from '#domain/feeds/medical-settlement.ts';
import { sumYuan, type Yuan } from '#domain/registry/yuan.ts';

/** A settlement of one visit with what stands on it, as far as claims are concerned. */
export interface VisitSettlement {
  readonly id: string;
  readonly settlementId: string;
  readonly status: SettlementStatus;
  readonly result: SettlementResult;
  readonly settledAt?: Date | undefined;
  /** The claim opened for it. */
  readonly claim?: { readonly open: boolean; readonly paid?: Yuan | undefined } | undefined;
}

export interface VisitDecision {
  /** Settlements whose claim is withdrawn: reversed before anything was paid. */
  readonly withdraw: readonly string[];
  /** The settlement to open a claim for; with what earlier claims of the visit have paid, a person decides about it. */
  readonly open?: { readonly id: string; readonly alreadyPaid?: Yuan | undefined } | undefined;
  /** What became of those that have changed. */
  readonly results: ReadonlyMap<string, SettlementResult>;
}

/**
 * At most one claim stands on a visit, whatever the order in which settlements and reversals came: it is the last valid
 * settlement's, opened only once those before it are reversed. What is not due stays as it was judged on arrival. Money that has left is never taken for unpaid.
 */
export function decideVisit(settlements: readonly VisitSettlement[]): VisitDecision {
  const results = new Map<string, SettlementResult>();
  const withdraw: string[] = [];
  for (const { id, status, claim, result } of settlements) {
    if (status !== 'REVERSED' || !claim || result === 'CLAIM_WITHDRAWN') continue;
    if (claim.paid === undefined && claim.open) withdraw.push(id);
    results.set(id, resultOfReversed(claim));
  }
  const valid = settlements.filter(({ status }) => status === 'VALID');
  const due = valid.filter(({ claim, result }) => !claim && DUE_RESULTS.includes(result)).toSorted(latestFirst);
  const [latest] = due;
  const taken = valid.some(({ claim }) => claim);
  for (const { id } of taken ? due : due.slice(1)) results.set(id, 'WAITS_FOR_REVERSAL');
  if (taken || !latest) return { withdraw, results };
  const paid = settlements.flatMap(({ claim }) => claim?.paid ?? []);
  return {
    withdraw,
    results,
    open: { id: latest.id, alreadyPaid: paid.length > 0 ? sumYuan(paid) : undefined },
  };
}

function resultOfReversed({ open, paid }: NonNullable<VisitSettlement['claim']>): SettlementResult {
  if (paid !== undefined) return 'REVERSED_AFTER_PAYOUT';
  return open ? 'CLAIM_WITHDRAWN' : 'REVERSED';
}

function latestFirst(a: VisitSettlement, b: VisitSettlement): number {
  const later = (b.settledAt?.getTime() ?? 0) - (a.settledAt?.getTime() ?? 0);
  return later || (a.settlementId < b.settlementId ? 1 : -1);
}
