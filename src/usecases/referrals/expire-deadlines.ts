import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

const BATCH = 100;

/**
 * Performs what follows from silence for every clock that has run out. Each clock in a transaction of its own: one that
 * fails is tried again at the next run and does not hold up the others. Answers how many were performed.
 */
export async function expireDeadlines(deps: UsecaseDependencies): Promise<number> {
  const due = await deps.stores.deadlines.due(deps.clock.now(), BATCH);
  let performed = 0;
  for (const { id, caseId } of due) {
    try {
      performed += await expireOne(deps, caseId, id);
    } catch (error) {
      deps.log.error({ err: error, deadlineId: id }, 'a deadline could not be expired');
    }
  }
  return performed;
}

async function expireOne(deps: UsecaseDependencies, caseId: string, deadlineId: string): Promise<number> {
  return deps.unitOfWork.run(async (tx) => {
    const draft = await tx.cases.loadDraft(caseId);
    const rule = draft?.deadlines.find((deadline) => deadline.id === deadlineId)?.rule.key;
    if (!draft || !rule) return 0;
    if (!expireDeadline(draft, deadlineId, progressContext(deps, draft.case.divisionCode, `clock:${rule}`))) return 0;
    await tx.cases.saveDraft(draft);
    return 1;
  });
}
