import * as fc from 'fast-check';
import { AGENCY_EVENTS } from '#domain/agencies/inbound-content.ts';
import { applyReferralEvent, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import { extendDeadline } from '#domain/cases/extend-deadline.ts';
import { pauseClocks } from '#domain/cases/pause-clocks.ts';
import { provideSupplement } from '#domain/cases/provide-supplement.ts';
import { rateCase } from '#domain/cases/rate-case.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import { resolveDoubt } from '#domain/cases/resolve-doubt.ts';
import { resumeClocks } from '#domain/cases/resume-clocks.ts';
import { type FinishedDelivery, settleDelivery } from '#domain/cases/settle-delivery.ts';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import { PAUSE_CAUSES, type PauseCause } from '#domain/catalogue/clock-rule.ts';
import { REASON_CODES } from '#domain/referrals/referral.ts';
import { attempted, nextEffect, otherOffice, type Story } from '../../support/factories/case-drafts.ts';

/** Anything that can happen to a case, sensible or not. `which` picks among what is there, old rounds included. */
export type Happening = { readonly which: number } & (
  | {
      readonly kind: 'ANSWER';
      readonly event: (typeof AGENCY_EVENTS)[number];
      readonly outcome: number;
      readonly reason: number;
    }
  | { readonly kind: 'DELIVERY'; readonly end: FinishedDelivery }
  | { readonly kind: 'FAILED_ATTEMPT'; readonly unclear: boolean }
  | { readonly kind: 'PAUSE' | 'RESUME'; readonly cause: PauseCause }
  | { readonly kind: 'DOUBT_RESOLVED'; readonly recorded: boolean }
  | {
      readonly kind:
        | 'CLOCK'
        | 'SILENCE'
        | 'RECALL'
        | 'SUPPLEMENT'
        | 'RESEND'
        | 'REROUTE'
        | 'RATING'
        | 'WITHDRAWAL'
        | 'DAY'
        | 'EXTENSION';
    }
);

const ENDS: readonly FinishedDelivery[] = [
  { kind: 'DELIVERED' },
  { kind: 'RECEIVED' },
  { kind: 'ACCEPTED', agencyReference: 'no. 7' },
  { kind: 'REFUSED', reasonCode: 'NO_JURISDICTION' },
  { kind: 'STOPPED', fault: 'REJECTED_REQUEST' },
  { kind: 'IN_DOUBT' },
];

const which = fc.nat(11);

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 18,
    arbitrary: fc.record({
      kind: fc.constant('ANSWER' as const),
      which,
      event: fc.constantFrom(...AGENCY_EVENTS),
      outcome: which,
      reason: fc.nat(REASON_CODES.length),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('DELIVERY' as const), which, end: fc.constantFrom(...ENDS) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('FAILED_ATTEMPT' as const), which, unclear: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('DOUBT_RESOLVED' as const), which, recorded: fc.boolean() }) },
  {
    weight: 24,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'CLOCK' as const,
        'CLOCK' as const,
        'RECALL' as const,
        'SUPPLEMENT' as const,
        'RESEND' as const,
        'REROUTE' as const,
        'SILENCE' as const,
        'RATING' as const,
        'DAY' as const,
        'EXTENSION' as const,
      ),
      which,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('PAUSE' as const, 'RESUME' as const),
      which,
      cause: fc.constantFrom(...PAUSE_CAUSES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('WITHDRAWAL' as const), which }) },
);

/** Lets it happen. Answers the refusal of an event where one was given. */
export function happens(story: Story, now: Happening): ReferralProgress | undefined {
  const { draft } = story;
  const context = story.context();
  const referral = draft.referrals[now.which % draft.referrals.length];
  const id = referral?.id ?? '';
  const step = draft.item.steps.find(({ key }) => key === referral?.stepKey);
  const outcomes = [...Object.keys(step?.outcomes ?? {}), 'nonsense'];
  switch (now.kind) {
    case 'ANSWER':
      return applyReferralEvent(
        draft,
        id,
        { event: now.event, outcome: outcomes[now.outcome % outcomes.length], reasonCode: REASON_CODES[now.reason] },
        context,
      );
    case 'DELIVERY': {
      const effect = nextEffect(draft, id);
      if (effect) settleDelivery(draft, attempted(draft, effect, effect.unclear), now.end, context);
      return undefined;
    }
    case 'FAILED_ATTEMPT': {
      const effect = nextEffect(draft, id);
      if (effect) attempted(draft, effect, effect.unclear || now.unclear);
      return undefined;
    }
    case 'DOUBT_RESOLVED':
      return resolveDoubt(draft, id, now.recorded, 'found out', context);
    case 'CLOCK':
    case 'SILENCE': {
      const running = draft.deadlines.filter(({ status }) => status === 'RUNNING');
      const clock = running[now.which % running.length];
      if (!clock) return undefined;
      const watched = draft.referrals.find((each) => each.id === clock.referralId);
      const other = now.kind === 'SILENCE' && watched ? otherOffice(story, watched.stepKey, 'office-b') : undefined;
      story.waitFor(clock);
      expireDeadline(draft, clock.id, story.context(), other);
      return undefined;
    }
    case 'RECALL':
      return recallReferral(draft, id, 'a mistake', context);
    case 'SUPPLEMENT':
      return provideSupplement(draft, id, 'here it is', context);
    case 'RESEND':
      resendReferral(draft, id, 'corrected', context);
      return undefined;
    case 'REROUTE':
      if (referral)
        resendReferral(draft, id, 'goes elsewhere', context, otherOffice(story, referral.stepKey, 'office-c'));
      return undefined;
    case 'RATING':
      rateCase(draft, (now.which % 5) + 1, undefined, context);
      return undefined;
    case 'WITHDRAWAL':
      withdrawCase(draft, 'moved away', context);
      return undefined;
    case 'PAUSE':
      pauseClocks(draft, id, { cause: now.cause, note: 'wait' }, context);
      return undefined;
    case 'RESUME':
      resumeClocks(draft, id, { cause: now.cause, note: 'go on' }, context);
      return undefined;
    case 'EXTENSION':
      extendDeadline(draft, id, { rule: 'CHECK', length: (now.which % 4) + 1, ground: 'complex' }, context);
      return undefined;
    case 'DAY':
      story.passDays(now.which);
      return undefined;
  }
}
