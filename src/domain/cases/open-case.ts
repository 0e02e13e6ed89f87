import { settleAttention } from '#domain/cases/attention.ts';
import type { CaseDraft, ProgressContext } from '#domain/cases/case-draft.ts';
import { record } from '#domain/cases/case-draft.ts';
import type { Case } from '#domain/cases/case.ts';
import { startPlan } from '#domain/cases/start-steps.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';

export type NewCase = Omit<
  Case,
  'status' | 'version' | 'outcome' | 'attentionReason' | 'openedAt' | 'closedAt' | 'rating' | 'ratingComment'
>;

/** Accepts a case: from here on it never disappears. Begins the first steps of its plan. */
export function openCase(newCase: NewCase, item: ServiceItem, context: ProgressContext): CaseDraft {
  const draft: CaseDraft = {
    item,
    case: { ...newCase, status: 'IN_PROGRESS', version: 1, openedAt: context.now },
    referrals: [],
    effects: [],
    deadlines: [],
    events: [],
    nextSequence: 1,
  };
  record(
    draft,
    { type: 'case.opened', toStatus: 'IN_PROGRESS', data: { channel: newCase.channel, item: item.code } },
    context,
  );
  startPlan(draft, context);
  settleAttention(draft, context);
  return draft;
}
