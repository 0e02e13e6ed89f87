import {
  differencesOf,
  type Entry,
  inStep,
  judgeLoneRecord,
  judgeMissing,
  type LoneRecord,
} from '#domain/reconciliation/compare-ledgers.ts';
import { type Difference, OWNER_OF } from '#domain/reconciliation/difference.ts';
import type { ClaimedReconciliation, ReconciliationResult } from '#domain/reconciliation/reconciliation-stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { whileHeld } from '#usecases/reconciliation/hold-run.ts';

/** Entries judged and items written at a time. */
const BATCH = 500;

export type Comparison = Pick<ReconciliationResult, 'elsewhere' | 'underWay' | 'differences'>;

/** Goes through both sides in step and writes down every difference as an item. Memory holds one batch, however long they are. */
export async function compareSides(deps: UsecaseDependencies, run: ClaimedReconciliation): Promise<Comparison> {
  const { ledgerLines } = deps.stores;
  const sum = { elsewhere: 0, underWay: 0, differences: 0 };
  let batch: Entry[] = [];
  for await (const entry of inStep(ledgerLines.ours(run), ledgerLines.theirs(run))) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    add(sum, await judge(deps, run, batch));
    batch = [];
  }
  add(sum, await judge(deps, run, batch));
  return sum;
}

async function judge(
  deps: UsecaseDependencies,
  run: ClaimedReconciliation,
  entries: readonly Entry[],
): Promise<Comparison> {
  const alone = entries.filter(({ ours, theirs }) => !ours || theirs.length === 0).map(({ key }) => key);
  const [nearby, effects] = await Promise.all([
    deps.stores.ledgerLines.nearby(run, alone),
    deps.stores.ledgerLines.effects(run.agencyCode, alone),
  ]);
  const found: Difference[] = [];
  const sum = { elsewhere: 0, underWay: 0 };
  for (const { key, ours, theirs } of entries) {
    const others = nearby.get(key) ?? [];
    if (ours && theirs.length > 0) found.push(...differencesOf({ key, ours, theirs }));
    else if (ours) {
      if (others.length > 0) sum.elsewhere += 1;
      found.push(...judgeMissing(ours, others));
    } else {
      const verdict: LoneRecord = judgeLoneRecord(key, [...theirs, ...others], effects.get(key));
      if (verdict === 'ELSEWHERE') sum.elsewhere += 1;
      else if (verdict === 'UNDER_WAY') sum.underWay += 1;
      else found.push(verdict);
    }
  }
  const items = found.map((difference) => ({ ...difference, id: deps.ids.next(), owner: OWNER_OF[difference.kind] }));
  if (items.length > 0) await whileHeld(deps, run, (tx) => tx.reconciliationItems.record(run, items, deps.clock.now()));
  return { ...sum, differences: found.length };
}

function add(sum: { -readonly [Figure in keyof Comparison]: Comparison[Figure] }, more: Comparison): void {
  sum.elsewhere += more.elsewhere;
  sum.underWay += more.underWay;
  sum.differences += more.differences;
}
