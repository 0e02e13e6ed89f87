import type { Viewer } from '#domain/access/viewer.ts';
import { noSums } from '#domain/catalogue/rehearsal-sums.ts';
import { nextVersionStatus } from '#domain/catalogue/version-transitions.ts';
import { refuse } from '#domain/errors.ts';
import type { VersionInput } from '#usecases/catalogue/change-version.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Has a draft run over everything that was decided on its item; the work is done by the worker. A run of the same draft
 * that is under way is joined instead of doubled. Idempotent by its key; throws RequestRefusedError.
 */
export async function rehearseServiceItem(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, versionId }: VersionInput,
): Promise<OnceResult<{ rehearsalId: string }>> {
  const request = { viewer, operation: 'rehearseServiceItem', idempotencyKey, input: { versionId } };
  return once(deps, request, async (tx) => {
    const code = (await tx.versions.find(versionId))?.code;
    const all = code === undefined ? [] : await tx.versions.take(code);
    const version = all.find(({ id }) => id === versionId);
    if (!version) refuse('NOT_FOUND', ['versionId']);
    if (!nextVersionStatus(version.status, 'REHEARSE'))
      refuse('TRANSITION_REFUSED', ['versionId'], { currentStatus: version.status });
    const underWay = (await tx.rehearsals.list(versionId)).find(({ status }) => status === 'RUNNING');
    if (underWay) return { rehearsalId: underWay.id };
    const startedAt = deps.clock.now();
    const question = { serviceItemCode: version.code, until: startedAt };
    const [cases, refused] = [
      await tx.pastDecisions.count('CASES', question),
      await tx.pastDecisions.count('REFUSED_INTAKES', question),
    ];
    const rehearsalId = deps.ids.next();
    await tx.rehearsals.insert({
      id: rehearsalId,
      versionId,
      digest: version.digest,
      status: 'RUNNING',
      startedAt,
      startedBy: viewer.subject,
      stage: 'CASES',
      total: cases + refused,
      done: 0,
      sums: noSums(),
    });
    return { rehearsalId };
  });
}
