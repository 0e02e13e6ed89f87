import { describe, expect, it } from 'vitest';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import type { FinishedDelivery } from '#domain/cases/settle-delivery.ts';
import { at, delivers, failsToDeliver, openStory, sendings, type Story } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

const PAYS = {
  ...DISPUTE,
  steps: DISPUTE.steps.map((step) => ({ ...step, role: 'PAYING_BANK' as const, waitsFor: [] })),
};
const TOO_LATE: FinishedDelivery = { kind: 'REFUSED', reasonCode: 'OTHER' };

function recalled(story: Story): Story {
  recallReferral(story.draft, at(story, 'mediation').id, 'a mistake', story.context());
  return story;
}

const paidAgain = (story: Story) =>
  resendReferral(story.draft, at(story, 'mediation').id, undefined, story.context()) !== undefined;

describe('a payment that was taken back', () => {
  it('is made again at once where the order never left', () => {
    expect(paidAgain(recalled(openStory(PAYS)))).toBe(true);
  });

  it('is made again once the bank has confirmed the recall, and not before', () => {
    const story = openStory(PAYS);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    recalled(story);

    expect(paidAgain(story)).toBe(false);
    delivers(story, 'mediation', { kind: 'ACCEPTED' });
    expect(paidAgain(story)).toBe(true);
  });

  it.each([
    ['came too late', TOO_LATE],
    ['nobody could make sense of', { kind: 'STOPPED', fault: 'REJECTED_REQUEST' } as const],
  ])('is never made again after a recall that %s', (_what, delivery) => {
    const story = openStory(PAYS);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    recalled(story);
    delivers(story, 'mediation', delivery);

    expect(paidAgain(story)).toBe(false);
  });

  it('waits for the recall, too, where nobody knows whether the bank has the order', () => {
    const story = openStory(PAYS);
    failsToDeliver(story, 'mediation', 'UNKNOWN');
    recalled(story);

    expect(paidAgain(story)).toBe(false);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    delivers(story, 'mediation', { kind: 'ACCEPTED' });
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED', 'RECALL DELIVERED']);
    expect(paidAgain(story)).toBe(true);
  });

  it('may be made again where the bank had refused the order meanwhile, which leaves nothing to recall', () => {
    const story = openStory(PAYS);
    failsToDeliver(story, 'mediation', 'RETRY');
    recalled(story);
    delivers(story, 'mediation', TOO_LATE);

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH REFUSED', 'RECALL CANCELLED']);
    expect(paidAgain(story)).toBe(true);
  });

  it('is no rule for other agencies, which may be asked again while the recall is on its way', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });

    expect(paidAgain(recalled(story))).toBe(true);
  });
});
