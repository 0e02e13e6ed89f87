import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerPage } from '#domain/agencies/agency-ledger.ts';
import type { ClaimedReconciliation } from '#domain/reconciliation/reconciliation-stores.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { callAgency } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { whileHeld } from '#usecases/reconciliation/hold-run.ts';

/** An agency that never comes to an end would be read for ever. */
const MOST_LINES = 5_000_000;

/**
 * Reads the agency's list of the day to the end, from where the last attempt stopped. Throws AgencyUnavailableError; what
 * was read stays, unless it turns out to be half a list.
 */
export async function readTheirs(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  run: ClaimedReconciliation,
): Promise<void> {
  if (run.readToTheEnd) return;
  let { cursor, linesRead } = run;
  for (;;) {
    const page = await readPage(deps, connector, run.day, cursor);
    const position = linesRead;
    await whileHeld(deps, run, (tx) => tx.reconciliations.keepPage({ ...run, linesRead: position }, page));
    linesRead += page.lines.length;
    if (page.nextCursor === undefined) {
      if (linesRead < page.total) await discard(deps, run);
      return;
    }
    if (linesRead > MOST_LINES) await discard(deps, run);
    cursor = page.nextCursor;
  }
}

async function discard(deps: UsecaseDependencies, run: ClaimedReconciliation): Promise<never> {
  await whileHeld(deps, run, (tx) => tx.reconciliations.forgetPages(run));
  throw new AgencyUnavailableError('MALFORMED', `${run.agencyCode}: the list is not as long as it says`);
}

/** Keeps what the agency has on other days under keys that stand alone on this one. Begins anew each time. */
export async function readOtherDays(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  run: ClaimedReconciliation,
): Promise<void> {
  await whileHeld(deps, run, (tx) => tx.ledgerLines.forgetNearby(run));
  for (const day of await deps.stores.ledgerLines.otherDays(run)) {
    let cursor: string | undefined;
    do {
      const page = await readPage(deps, connector, day, cursor);
      await whileHeld(deps, run, (tx) => tx.ledgerLines.keepNearby(run, page.lines));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}

async function readPage(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  day: LocalDate,
  cursor: string | undefined,
): Promise<LedgerPage> {
  const page = await callAgency(deps, async (call) => connector.readLedger?.(day, cursor, call));
  if (!page) throw new AgencyUnavailableError('NOT_SUPPORTED', `${connector.code} keeps no list`);
  return page;
}
