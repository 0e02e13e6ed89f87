import { type CaseDraft, referralIn } from '#domain/cases/case-draft.ts';
import type { CaseEvent } from '#domain/cases/case.ts';
import type { NewPartnerEvent, PartnerEventType } from '#domain/partners/partner-event.ts';

/** Told to the agency whose referral it is. What is not here is ours alone: doubts, attempts, escalations, ratings. */
const OF_REFERRALS: ReadonlyMap<string, PartnerEventType> = new Map([
  ['referral.drafted', 'REFERRAL_DRAFTED'],
  ['referral.delivered', 'REFERRAL_DELIVERED'],
  ['referral.received', 'REFERRAL_RECEIVED'],
  ['referral.accepted', 'REFERRAL_ACCEPTED'],
  ['referral.started', 'REFERRAL_STARTED'],
  ['referral.supplement-requested', 'REFERRAL_SUPPLEMENT_REQUESTED'],
  ['referral.supplement-provided', 'REFERRAL_SUPPLEMENT_PROVIDED'],
  ['referral.stage-changed', 'REFERRAL_STAGE_CHANGED'],
  ['referral.returned', 'REFERRAL_RETURNED'],
  ['referral.refused', 'REFERRAL_REFUSED'],
  ['referral.completed', 'REFERRAL_COMPLETED'],
  ['referral.recalled', 'REFERRAL_RECALLED'],
  ['return.declined', 'RETURN_DECLINED'],
  ['lead.fixed', 'LEAD_FIXED'],
  ['deadline.expired', 'DEADLINE_EXPIRED'],
  ['deadline.recomputed', 'DEADLINE_RECOMPUTED'],
  ['clock.paused', 'CLOCK_PAUSED'],
  ['clock.resumed', 'CLOCK_RESUMED'],
  ['clock.extended', 'CLOCK_EXTENDED'],
]);

/** Told to every agency that had a referral of the case. */
const OF_CASES: ReadonlyMap<string, PartnerEventType> = new Map([
  ['case.finished', 'CASE_FINISHED'],
  ['case.rated', 'CASE_CLOSED'],
  ['case.rating-lapsed', 'CASE_CLOSED'],
  ['case.withdrawn', 'CASE_WITHDRAWN'],
]);

const DELETING: readonly PartnerEventType[] = ['REFERRAL_RECALLED', 'CASE_WITHDRAWN'];

/** What agencies may know of the new events of a draft, in the order of those. */
export function partnerEventsOf(draft: CaseDraft): readonly NewPartnerEvent[] {
  return draft.events.flatMap((event) => [...ofReferral(draft, event), ...ofCase(draft, event)]);
}

function ofReferral(draft: CaseDraft, event: CaseEvent): readonly NewPartnerEvent[] {
  const type = OF_REFERRALS.get(event.type);
  if (!type || !event.referralId) return [];
  const { agencyCode, role } = referralIn(draft, event.referralId);
  return [{ ...common(event, type), agencyCode, roles: [role], referralId: event.referralId }];
}

function ofCase(draft: CaseDraft, event: CaseEvent): readonly NewPartnerEvent[] {
  const type = OF_CASES.get(event.type);
  if (!type) return [];
  const byAgency = Map.groupBy(draft.referrals, ({ agencyCode }) => agencyCode);
  return [...byAgency].map(([agencyCode, referrals]) => ({
    ...common(event, type),
    agencyCode,
    roles: [...new Set(referrals.map(({ role }) => role))],
  }));
}

function common({ caseId, sequence, at }: CaseEvent, type: PartnerEventType) {
  return { type, caseId, sequence, deleted: DELETING.includes(type), occurredAt: at };
}
