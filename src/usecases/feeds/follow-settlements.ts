import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { settleVisit } from '#usecases/feeds/settle-visit.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What follows from 5,000 rows may take longer than a turn's lease. */
const RENEW_EVERY = 100;

/**
 * Settles the visits that rows of a file have spoken of, one transaction each: opening a claim takes numbers that
 * everybody who opens a case waits for. Settles what is left when it is called again; a push may have been faster.
 */
export async function followSettlements(
  deps: UsecaseDependencies,
  { id, agencyCode }: FeedFile,
  rows: { readonly first: number; readonly last: number },
  renew: () => Promise<boolean>,
): Promise<void> {
  const visits = await deps.stores.settlements.unfollowedVisits(id, rows);
  for (const [index, visitId] of visits.entries()) {
    if (index % RENEW_EVERY === RENEW_EVERY - 1 && !(await renew())) return;
    await deps.unitOfWork.run(async (tx) => {
      await tx.settlements.lockVisit(agencyCode, visitId);
      await settleVisit(tx, agencyCode, visitId, deps);
    });
  }
}
