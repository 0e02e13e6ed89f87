import { describe, expect, it } from 'vitest';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import { stepProgress } from '#domain/cases/step-progress.ts';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import { at, openStory, runsOut, says, type Story } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

function progressOf({ draft }: Story) {
  const steps = stepProgress(draft.item, draft.case.plan, draft.referrals, draft.case.status);
  return steps.map(({ step, status, outcome }) => [step.key, status, outcome]);
}

describe('the progress of a plan', () => {
  it('shows what is done, what goes on and what is still to come', () => {
    const story = openStory(DISPUTE);

    says(story, 'mediation', 'RECEIVE');
    runsOut(story, 'mediation', 'MED_LDMA');

    expect(progressOf(story)).toEqual([
      ['mediation', 'DONE', 'EXPIRED'],
      ['arbitration', 'ACTIVE', undefined],
      ['court', 'WAITING', undefined],
    ]);
  });

  it('keeps a returned step going, through its next round', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'RETURN');
    const returned = progressOf(story)[0];

    resendReferral(story.draft, at(story, 'mediation').id, 'corrected', story.context());

    expect([returned, progressOf(story)[0]]).toEqual([
      ['mediation', 'ACTIVE', undefined],
      ['mediation', 'ACTIVE', undefined],
    ]);
  });

  it('shows what a settlement made needless', () => {
    const story = openStory(DISPUTE);

    says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED' });

    expect(progressOf(story).map(([, status]) => status)).toEqual(['DONE', 'SKIPPED', 'SKIPPED']);
  });

  it('does not call done what a withdrawal interrupted', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });

    withdrawCase(story.draft, 'settled at home', story.context());

    expect(progressOf(story).map(([, status]) => status)).toEqual(['DONE', 'SKIPPED', 'SKIPPED']);
  });
});
