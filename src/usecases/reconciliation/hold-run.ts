import type { ClaimedReconciliation } from '#domain/reconciliation/reconciliation-stores.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Every page and every batch renews it; a worker that died is followed by another after this. */
export const LEASE_SECONDS = 60;

/** Somebody else goes on with the run; whatever this transaction did is theirs to do. */
export class RunTakenOverError extends Error {
  override readonly name = 'RunTakenOverError';
}

/** Writes for a run in one transaction, while nobody else has it. Throws RunTakenOverError, and then nothing is written. */
export function whileHeld<Result>(
  deps: Pick<UsecaseDependencies, 'unitOfWork'>,
  run: ClaimedReconciliation,
  work: (tx: Stores) => Promise<Result>,
): Promise<Result> {
  return deps.unitOfWork.run(async (tx) => {
    if (!(await tx.reconciliations.hold(run, LEASE_SECONDS))) throw new RunTakenOverError();
    return work(tx);
  });
}
