import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface OnceRequest {
  readonly viewer: Viewer;
  readonly operation: string;
  readonly idempotencyKey: string;
  /** The whole input without the key; compared by hash. */
  readonly input: object;
}

export interface OnceResult<Result> {
  readonly result: Result;
  readonly replayed: boolean;
}

/**
 * Runs `work` at most once per key: the key's row commits with the work. The same key again gets the stored result, with
 * other input IDEMPOTENCY_KEY_REUSED, while the first is still running IDEMPOTENCY_IN_PROGRESS.
 * `work` returns ids only; answers are built anew from them.
 */
export async function once<Result extends object>(
  { unitOfWork, digest, clock }: UsecaseDependencies,
  request: OnceRequest,
  work: (tx: Stores) => Promise<Result>,
): Promise<OnceResult<Result>> {
  const scope = request.viewer.actsFor?.agencyCode ?? request.viewer.subject;
  const { operation, idempotencyKey: key } = request;
  const hash = digest.keyed(canonicalJson(request.input));
  return unitOfWork.run(async (tx) => {
    if (!(await tx.idempotency.tryLock(scope, operation, key))) refuse('IDEMPOTENCY_IN_PROGRESS', ['idempotencyKey']);
    const earlier = await tx.idempotency.find(scope, operation, key);
    if (earlier) {
      if (earlier.requestHash !== hash) refuse('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']);
      return { result: earlier.result as Result, replayed: true };
    }
    const result = await work(tx);
    await tx.idempotency.insert(scope, operation, key, hash, result, clock.now());
    return { result, replayed: false };
  });
}

/** JSON with sorted keys, so that equal inputs are equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
