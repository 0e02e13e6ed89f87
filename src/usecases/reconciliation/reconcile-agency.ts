import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';
import type { Stores } from '#domain/stores.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { canBeReconciled } from '#usecases/reconciliation/plan-reconciliations.ts';

export interface ReconcileAgencyInput {
  readonly idempotencyKey: string;
  readonly agency: string;
  readonly day: LocalDate;
}

/**
 * Has a day compared now instead of at night; the worker does it. A run of that day that is due already is brought forward
 * instead of doubled. Idempotent by its key; throws RequestRefusedError.
 */
export function reconcileAgency(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ReconcileAgencyInput,
): Promise<OnceResult<{ reconciliationId: string }>> {
  return once(deps, { viewer, operation: 'reconcileAgency', idempotencyKey, input }, async (tx) => ({
    reconciliationId: await requestReconciliation(deps, tx, input, viewer.subject),
  }));
}

/** Throws RequestRefusedError for an agency that cannot say what it holds, and for a day that has not begun. */
export async function requestReconciliation(
  { connectors, ids, clock }: UsecaseDependencies,
  tx: Stores,
  { agency, day }: { readonly agency: string; readonly day: LocalDate },
  by: string,
): Promise<string> {
  if (!(await tx.agencies.find(agency))) refuse('NOT_FOUND', ['agency']);
  const connector = [...connectors.values()].find(({ code }) => code === agency);
  if (!connector || !canBeReconciled(connector)) refuse('AGENCY_KEEPS_NO_LEDGER', ['agency']);
  const now = clock.now();
  if (day > localDateOf(now)) refuse('DATE_INVALID', ['day']);
  return tx.reconciliations.request({
    id: ids.next(),
    agencyCode: connector.code,
    day,
    requestedBy: by,
    requestedAt: now,
  });
}
