import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { OWNER_OF } from '#domain/reconciliation/difference.ts';
import type { ClaimedReconciliation, ReconciliationResult } from '#domain/reconciliation/reconciliation-stores.ts';
import { backOffSeconds } from '#domain/referrals/back-off.ts';
import { callAgency } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { compareSides } from '#usecases/reconciliation/compare-sides.ts';
import { LEASE_SECONDS, RunTakenOverError, whileHeld } from '#usecases/reconciliation/hold-run.ts';
import { readOtherDays, readTheirs } from '#usecases/reconciliation/read-theirs.ts';

/** The first wait is up to a minute: an agency that is down at night is seldom back in seconds. */
const PATIENCE = 5;

/**
 * Compares one day with one agency, as far as it gets: goes on where the last attempt stopped, and ends with AGREED or
 * DIFFERENT. An agency that gives no answer leaves the run due, to be tried again later. Harmless when called at any time
 * by anyone: the claim decides.
 */
export async function reconcileDay(deps: UsecaseDependencies, id: string): Promise<void> {
  const run = await deps.stores.reconciliations.claim(id, LEASE_SECONDS);
  if (!run) return;
  try {
    const result = await compare(deps, run);
    deps.log.info({ reconciliationId: id, agency: run.agencyCode, day: run.day, ...figures(result) }, 'day reconciled');
  } catch (error) {
    if (error instanceof RunTakenOverError) return;
    if (!(error instanceof AgencyUnavailableError)) throw error;
    const inSeconds = backOffSeconds(run.attempts + PATIENCE, Math.random());
    await deps.stores.reconciliations.postpone(run, error.fault, inSeconds);
    deps.log.warn(
      { reconciliationId: id, agency: run.agencyCode, day: run.day, fault: error.fault },
      'a day stays due',
    );
  }
}

function compare(deps: UsecaseDependencies, run: ClaimedReconciliation): Promise<ReconciliationResult> {
  const connector = deps.connectors.get(run.agencyCode);
  if (connector?.readLedger) return compareLists(deps, connector, run);
  if (connector?.readLedgerTotals) return compareTotals(deps, connector, run);
  throw new AgencyUnavailableError('NOT_SUPPORTED', `${run.agencyCode} cannot say what it holds`);
}

/**
 * Theirs is read first and ours put down after it: an answer that is on its way meanwhile has more time to arrive. Equal
 * digests are the whole proof; only where they differ is one looked at beside the other.
 */
async function compareLists(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  run: ClaimedReconciliation,
): Promise<ReconciliationResult> {
  await readTheirs(deps, connector, run);
  await whileHeld(deps, run, (tx) => tx.ledgerLines.putDownOurs(run));
  const { ledgerLines } = deps.stores;
  const sides = { ours: await ledgerLines.summarise(run, 'OURS'), theirs: await ledgerLines.summarise(run, 'THEIRS') };
  const agreed = { ...sides, elsewhere: 0, underWay: 0, differences: 0 };
  if (sides.ours.digest === sides.theirs.digest) return finish(deps, run, agreed);
  await readOtherDays(deps, connector, run);
  return finish(deps, run, { ...sides, ...(await compareSides(deps, run)) });
}

/** An agency without a list: the day agrees or it does not, and a person has to find out where. */
async function compareTotals(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  run: ClaimedReconciliation,
): Promise<ReconciliationResult> {
  const totals = await callAgency(deps, async (call) => connector.readLedgerTotals?.(run.day, call));
  if (!totals) throw new AgencyUnavailableError('NOT_SUPPORTED', `${run.agencyCode} gives no totals`);
  await whileHeld(deps, run, (tx) => tx.ledgerLines.putDownOurs(run));
  const ours = await deps.stores.ledgerLines.summarise(run, 'OURS');
  const differs = ours.count !== totals.count || ours.keyDigest !== totals.keyDigest;
  const kind = 'TOTALS_DIFFER';
  const item = { id: deps.ids.next(), kind, owner: OWNER_OF[kind], key: run.day, theirsCount: totals.count } as const;
  if (differs) await whileHeld(deps, run, (tx) => tx.reconciliationItems.record(run, [item], deps.clock.now()));
  return finish(deps, run, {
    ours: { count: ours.count, digest: ours.keyDigest },
    theirs: { count: totals.count, digest: totals.keyDigest },
    elsewhere: 0,
    underWay: 0,
    differences: differs ? 1 : 0,
  });
}

async function finish(
  deps: UsecaseDependencies,
  run: ClaimedReconciliation,
  result: ReconciliationResult,
): Promise<ReconciliationResult> {
  await whileHeld(deps, run, async (tx) => {
    const at = deps.clock.now();
    await tx.reconciliationItems.closeGone(run, at);
    await tx.reconciliations.finish(run, result, at);
  });
  return result;
}

function figures({ ours, theirs, differences, elsewhere, underWay }: ReconciliationResult): object {
  return { ours: ours.count, theirs: theirs.count, differences, elsewhere, underWay };
}
