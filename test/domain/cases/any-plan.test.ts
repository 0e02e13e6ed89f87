import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import { isStepActive, latestReferral } from '#domain/cases/case-draft.ts';
import { isHeldBack } from '#domain/cases/held-back.ts';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import { openStory, type Story } from '../../support/factories/case-drafts.ts';
import { anyPlan, nearestToTheEnd } from './any-plan.ts';
import { broken, revived, statusesOf } from './invariants.ts';
import { happening, happens } from './steps-of-a-story.ts';

describe('any plan that the catalogue takes', () => {
  it('never loses a case, whatever happens to it', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 40, size: 'max' }), ({ item, notNeeded }, happenings) => {
        const story = openStory(item, notNeeded);
        expect(broken(story.draft)).toEqual([]);
        for (const now of happenings) {
          const statuses = statusesOf(story.draft);
          happens(story, now);
          expect([...broken(story.draft), ...revived(statuses, story.draft)]).toEqual([]);
        }
      }),
      { numRuns: 400, seed: 20_261_121 },
    );
  });

  it('comes to an outcome from wherever it stands, once everyone answers', () => {
    const outcomes = new Set<string | undefined>();
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 15, size: 'max' }), ({ item, notNeeded }, happenings) => {
        const story = openStory(item, notNeeded);
        for (const now of happenings) if (now.kind !== 'WITHDRAWAL') happens(story, now);

        everyoneAnswers(story);

        expect(['AWAITING_RATING', 'CLOSED']).toContain(story.draft.case.status);
        expect(story.draft.case.outcome).toBeDefined();
        outcomes.add(story.draft.case.outcome);
      }),
      { numRuns: 400, seed: 20_261_122 },
    );
    expect([...outcomes].map(String).toSorted()).toEqual(['ALL_ENDED', 'BAD', 'GOOD']);
  });

  it('never begins a step while one that it waits for is under way or can still come', () => {
    let joins = 0;
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 60, size: 'max' }), ({ item, notNeeded }, happenings) => {
        const story = openStory(item, notNeeded);
        for (const now of happenings) {
          const before = { ...story.draft, referrals: story.draft.referrals };
          const waiting = item.steps.filter(({ key, waitsFor }) => waitsFor.length > 0 && !latestReferral(before, key));
          happens(story, now);
          for (const { key, waitsFor } of waiting) {
            if (!latestReferral(story.draft, key)) continue;
            joins += 1;
            const others = waitsFor.filter((other) => other !== key && isStepActive(story.draft, other));
            // Only a join that was called for at the same moment may be under way beside it.
            expect(others.filter((other) => !waiting.some((step) => step.key === other))).toEqual([]);
          }
        }
      }),
      { numRuns: 1000, seed: 20_261_123 },
    );
    expect(joins).toBeGreaterThan(20);
  });
});

/** Whoever has it answers with what is nearest to the end; what came back goes out again. */
function everyoneAnswers(story: Story): void {
  const { draft } = story;
  for (let turn = 0; turn < 200; turn += 1) {
    const key = draft.case.plan.steps.map((step) => step.key).find((each) => isStepActive(draft, each));
    const referral = key === undefined ? undefined : latestReferral(draft, key);
    if (!key || !referral) return;
    if (isReferralOver(referral.status)) resendReferral(draft, referral.id, 'again', story.context());
    else
      applyReferralEvent(
        draft,
        referral.id,
        { event: 'COMPLETE', outcome: nearestToTheEnd(draft.item, key) },
        story.context(),
      );
  }
  expect(draft.item.steps.filter(({ key }) => isHeldBack(draft, key))).toEqual([]);
}
