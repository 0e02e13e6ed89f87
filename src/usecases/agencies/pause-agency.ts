import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface SteerAgencyInput {
  readonly idempotencyKey: string;
  readonly agency: string;
  readonly reason: string;
}

export interface PauseAgencyInput extends SteerAgencyInput {
  /** Real time. */
  readonly until?: Date | undefined;
}

/**
 * Nothing is sent to the agency until it is resumed or the time is over; what is under way is finished, what comes in is
 * kept. Pausing what is paused changes reason and end. Idempotent by its key; throws RequestRefusedError.
 */
export function pauseAgency(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: PauseAgencyInput,
): Promise<OnceResult<{ code: string }>> {
  const reason = checkNote(input.reason, ['reason']);
  return once(deps, { viewer, operation: 'pauseAgency', idempotencyKey, input }, async (tx) => {
    const { code } = (await tx.agencies.find(input.agency)) ?? refuse('NOT_FOUND', ['agency']);
    if (!(await tx.agencyPauses.pause(code, { reason, until: input.until }))) refuse('RANGE_INVALID', ['until']);
    await tx.operatorActions.add({
      id: deps.ids.next(),
      action: 'AGENCY_PAUSED',
      agencyCode: code,
      actor: viewer.subject,
      reason,
      at: deps.clock.now(),
    });
    return { code };
  });
}
