import type { Viewer } from '#domain/access/viewer.ts';
import { replayEffect } from '#domain/cases/replay-effect.ts';
import type { AgencyReplay, ReplayedEffect } from '#domain/delivery-stores.ts';
import { refuse } from '#domain/errors.ts';
import type { SteerAgencyInput } from '#usecases/agencies/pause-agency.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

/** What one look of the job replays; the next look goes on. */
const BATCH = 100;

export interface ReplayAgencyResult {
  readonly code: string;
  readonly count: number;
}

/**
 * Asks for the replay of all dead letters the agency has now in the viewer's division; a job carries it out in batches.
 * `everywhere` takes those of all divisions, for the terminal of the installation. Idempotent by its key; throws
 * RequestRefusedError.
 */
export function replayAgency(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: SteerAgencyInput,
  { everywhere = false } = {},
): Promise<OnceResult<ReplayAgencyResult>> {
  const reason = checkNote(input.reason, ['reason']);
  const divisionCode = everywhere ? undefined : viewer.divisionCode;
  return once(deps, { viewer, operation: 'replayAgency', idempotencyKey, input }, async (tx) => {
    const { code } = (await tx.agencies.find(input.agency)) ?? refuse('NOT_FOUND', ['agency']);
    const count = await tx.deadLetters.count(code, divisionCode);
    const replay = { id: deps.ids.next(), agencyCode: code, divisionCode, reason, total: count };
    await tx.agencyReplays.insert({ ...replay, requestedBy: viewer.subject });
    await tx.operatorActions.add({
      id: deps.ids.next(),
      action: 'AGENCY_REPLAYED',
      agencyCode: code,
      subjectId: replay.id,
      actor: viewer.subject,
      reason,
      at: deps.clock.now(),
    });
    return { code, count };
  });
}

/**
 * The next batch of the oldest replay that was asked for. Harmless to repeat and to run twice at once: an effect that is
 * no dead letter any more stays as it is. One that cannot be replayed is logged, stays a dead letter, and holds up no other.
 */
export async function continueReplays(deps: UsecaseDependencies): Promise<void> {
  const next = await deps.stores.agencyReplays.next(BATCH);
  if (!next) return;
  const { replay, effects } = next;
  let replayed = 0;
  for (const effect of effects) if (await replayOne(deps, replay, effect)) replayed += 1;
  await deps.stores.agencyReplays.advance(replay.id, { lastEffectId: effects.at(-1)?.id, replayed });
  if (effects.length < BATCH) await deps.stores.agencyReplays.finish(replay.id);
}

async function replayOne(deps: UsecaseDependencies, replay: AgencyReplay, effect: ReplayedEffect): Promise<boolean> {
  try {
    return await deps.unitOfWork.run(async (tx) => {
      const draft = await tx.cases.loadDraftOfReferral(effect.referralId);
      if (!draft) return false;
      const context = await progressContext(deps, tx, draft.case.divisionCode, replay.requestedBy);
      if (!replayEffect(draft, effect.id, replay.reason, context)) return false;
      await tx.cases.saveDraft(draft);
      return true;
    });
  } catch (error) {
    deps.log.error({ err: error, effectId: effect.id, agency: replay.agencyCode }, 'a dead letter was not replayed');
    return false;
  }
}
