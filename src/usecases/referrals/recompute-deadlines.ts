import { recomputeDeadlines as recompute } from '#domain/cases/recompute-deadlines.ts';
import type { Recomputation } from '#domain/referrals/clock-stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

const PAGE = 100;
/** Some seconds of work, so that a worker told to stop is not waited for; the timetable brings the next turn. */
const CASES_A_TURN = 500;
const LEASE_SECONDS = 30;
/** A case that cannot be recomputed keeps its run open; a person sees that, and what stood in its way may pass. */
const RETRY_SECONDS = 60;

/** Somebody else goes on with the run; whatever this transaction did is theirs to do. */
class RunTakenOverError extends Error {
  override readonly name = 'RunTakenOverError';
}

/**
 * One turn of recomputing the open clocks after an import, case by case, each in a transaction of its own under the
 * case's lock. May be killed at any moment: the place is kept with the cases. Answers how many cases were done.
 */
export async function recomputeDeadlines(deps: UsecaseDependencies): Promise<number> {
  const run = await deps.stores.recomputations.claim(LEASE_SECONDS);
  if (!run) return 0;
  try {
    return await takeTurn(deps, run);
  } catch (error) {
    if (error instanceof RunTakenOverError) return 0;
    throw error;
  }
}

async function takeTurn(deps: UsecaseDependencies, run: Recomputation): Promise<number> {
  const { recomputations } = deps.stores;
  let done = 0;
  let last = run.lastCaseId;
  while (done < CASES_A_TURN) {
    const cases = await recomputations.casesAfter(run, last, PAGE);
    for (const caseId of cases) await recomputeOrSkip(deps, run, caseId);
    done += cases.length;
    last = cases.at(-1);
    if (cases.length < PAGE) {
      const end = await recomputations.endPass(run, deps.clock.now(), RETRY_SECONDS);
      deps.log.info({ calendarImportId: run.id, region: run.region, end }, 'open clocks recomputed');
      return done;
    }
  }
  await recomputations.release(run);
  return done;
}

async function recomputeOrSkip(deps: UsecaseDependencies, run: Recomputation, caseId: string): Promise<void> {
  try {
    await recomputeOne(deps, run, caseId);
  } catch (error) {
    if (error instanceof RunTakenOverError) throw error;
    deps.log.error({ err: error, caseId }, 'the clocks of a case could not be recomputed');
    const nothing = { clocks: 0, moved: 0, failed: 1 };
    if (!(await deps.stores.recomputations.advance(run, caseId, nothing, LEASE_SECONDS))) throw new RunTakenOverError();
  }
}

async function recomputeOne(deps: UsecaseDependencies, run: Recomputation, caseId: string): Promise<void> {
  await deps.unitOfWork.run(async (tx) => {
    const draft = await tx.cases.loadDraft(caseId);
    if (!draft) throw new RangeError('a case with open clocks is there');
    const context = await progressContext(deps, tx, draft.case.divisionCode, 'calendar');
    const { clocks, changed, moved } = recompute(draft, context);
    if (changed > 0 || draft.events.length > 0) await tx.cases.saveDraft(draft);
    const counted = await tx.recomputations.advance(run, caseId, { clocks, moved, failed: 0 }, LEASE_SECONDS);
    if (!counted) throw new RunTakenOverError();
  });
}
