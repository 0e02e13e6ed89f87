import { record, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { nextCaseStatus, type CaseEventType } from '#domain/cases/case-transitions.ts';
import type { Case } from '#domain/cases/case.ts';

const EVENT_NAMES: Readonly<Record<CaseEventType, string>> = {
  ESCALATE: 'case.escalated',
  RESUME: 'case.resumed',
  FINISH: 'case.finished',
  RATE: 'case.rated',
  LAPSE_RATING: 'case.rating-lapsed',
  WITHDRAW: 'case.withdrawn',
};

/** Moves the case on and records it; false when the table refuses. The only place where a case's status changes. */
export function changeCaseStatus(
  draft: CaseDraft,
  event: CaseEventType,
  change: Partial<Case>,
  context: ProgressContext,
  about?: { readonly data?: Readonly<Record<string, string | number>>; readonly note?: string | undefined },
): boolean {
  const from = draft.case.status;
  const to = nextCaseStatus(from, event);
  if (!to) return false;
  draft.case = { ...draft.case, ...change, status: to };
  record(
    draft,
    {
      type: EVENT_NAMES[event],
      fromStatus: from,
      toStatus: to,
      ...(about?.data && { data: about.data }),
      note: about?.note,
    },
    context,
  );
  return true;
}
