import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { refuse } from '#domain/errors.ts';
import type { SteerAgencyInput } from '#usecases/agencies/pause-agency.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Ends a pause; what waits is offered at once. Idempotent by its key; throws RequestRefusedError. */
export function resumeAgency(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: SteerAgencyInput,
): Promise<OnceResult<{ code: string }>> {
  const reason = checkNote(input.reason, ['reason']);
  return once(deps, { viewer, operation: 'resumeAgency', idempotencyKey, input }, async (tx) => {
    const { code } = (await tx.agencies.find(input.agency)) ?? refuse('NOT_FOUND', ['agency']);
    if (!(await tx.agencyPauses.resume(code)))
      refuse('TRANSITION_REFUSED', ['agency'], { currentStatus: 'NOT_PAUSED' });
    await tx.operatorActions.add({ ...resumed(deps, code), actor: viewer.subject, reason });
    return { code };
  });
}

/** Ends the pauses whose time is over. Harmless to repeat. */
export async function endPausesThatRanOut(deps: UsecaseDependencies): Promise<void> {
  await deps.unitOfWork.run(async (tx) => {
    for (const code of await tx.agencyPauses.ranOut()) {
      if (!(await tx.agencyPauses.resume(code))) continue;
      const reason = '暂停期满，自动恢复 / the pause was over';
      await tx.operatorActions.add({ ...resumed(deps, code), actor: 'clock', reason });
    }
  });
}

function resumed(deps: UsecaseDependencies, agencyCode: AgencyCode) {
  return { id: deps.ids.next(), action: 'AGENCY_RESUMED', agencyCode, at: deps.clock.now() } as const;
}
