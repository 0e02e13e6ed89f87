import { type CaseDraft, referralIn } from '#domain/cases/case-draft.ts';
import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import { recomputeDeadlines } from '#domain/cases/recompute-deadlines.ts';
import type { Deadline } from '#domain/referrals/clock.ts';
import type { Stores } from '#domain/stores.ts';
import { nextOfficeFor } from '#usecases/cases/index.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

const BATCH = 100;

/**
 * Performs what follows from silence for every clock that has run out. Each clock in a transaction of its own: one that
 * fails is tried again at the next run and holds up no other, however many of them there are. Answers how many were
 * performed.
 */
export async function expireDeadlines(deps: UsecaseDependencies): Promise<number> {
  const now = deps.clock.now();
  const failed = new Set<string>();
  let performed = 0;
  for (;;) {
    // What failed is still due, and oldest first; it is looked past within this run.
    const due = await deps.stores.deadlines.due(now, BATCH + failed.size);
    const untried = due.filter(({ id }) => !failed.has(id));
    if (untried.length === 0) return performed;
    for (const { id, caseId } of untried) {
      try {
        if (await expireOne(deps, caseId, id)) performed += 1;
        else failed.add(id);
      } catch (error) {
        failed.add(id);
        deps.log.error({ err: error, deadlineId: id }, 'a deadline could not be expired');
      }
    }
  }
}

async function expireOne(deps: UsecaseDependencies, caseId: string, deadlineId: string): Promise<boolean> {
  return deps.unitOfWork.run(async (tx) => {
    const draft = await tx.cases.loadDraft(caseId);
    const deadline = draft?.deadlines.find(({ id }) => id === deadlineId);
    if (!draft || !deadline) return false;
    const context = await progressContext(deps, tx, draft.case.divisionCode, `clock:${deadline.rule.key}`);
    // A notice may have come in since the clock was counted; its recomputation must not be overtaken by what follows
    // from silence.
    const { changed } = recomputeDeadlines(draft, context);
    const expired = expireDeadline(draft, deadlineId, context, await officeInstead(tx, draft, deadline));
    if (expired || changed > 0) await tx.cases.saveDraft(draft);
    return expired;
  });
}

async function officeInstead(tx: Stores, draft: CaseDraft, { rule, referralId }: Deadline) {
  if (rule.consequence.kind !== 'REASSIGN' || !referralId) return undefined;
  return (await nextOfficeFor(tx, draft, referralIn(draft, referralId).stepKey)).office;
}
