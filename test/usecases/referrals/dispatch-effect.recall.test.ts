import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { recallReferral } from '#usecases/referrals/steer-referral.ts';
import { type FakeAgency, fakeAgency, type FakeAgencyWishes } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage, WINDOW } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;

async function open(wishes: FakeAgencyWishes = {}): Promise<Opened> {
  union = fakeAgency(wishes);
  stage = await openStage([union]);
  return stage.openMediation();
}

const dispatch = (id: string) => stage.app.system.dispatchEffect(id);

afterEach(() => stage.close());

describe('a recall of what is being sent right now', () => {
  const recall = (referralId: string) =>
    recallReferral(stage.app.dependencies, WINDOW, { idempotencyKey: 'r', referralId, reason: '申请人要求撤回' });

  async function recallDuring(referralId: string, effectId: string, outcome: SendOutcome): Promise<void> {
    union.answer = async ({ message }) => {
      if (message.kind === 'RECALL') return { kind: 'DELIVERED' };
      await recall(referralId);
      return outcome;
    };
    await dispatch(effectId);
    await stage.drain();
  }

  it.each([{ kind: 'DELIVERED' }, { kind: 'ACCEPTED', agencyReference: '7号' }] as const)(
    'follows it when the agency took it: $kind',
    async (outcome) => {
      const { effectId, referralId } = await open();

      await recallDuring(referralId, effectId, outcome);

      expect(union.sent.map(({ message }) => message.kind)).toEqual(['DISPATCH', 'RECALL']);
      expect(await stage.effects(referralId)).toMatchObject([
        { kind: 'DISPATCH', status: 'DELIVERED' },
        { kind: 'RECALL', status: 'DELIVERED' },
      ]);
      expect(await stage.referralState(referralId)).toMatchObject({ status: 'RECALLED' });
    },
  );

  it.each([
    { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' },
    { kind: 'RETRY', fault: 'CONNECT' },
    { kind: 'STOPPED', fault: 'CREDENTIALS', reason: 'our key has run out' },
  ] as const)('is dropped when the agency surely has nothing: $kind', async (outcome) => {
    const { effectId, referralId } = await open();

    await recallDuring(referralId, effectId, outcome);
    await stage.letTimePass();
    await stage.drain();

    expect(union.sent.map(({ message }) => message.kind)).toEqual(['DISPATCH']);
    expect((await stage.effects(referralId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      outcome.kind === 'REFUSED' ? 'DISPATCH REFUSED' : 'DISPATCH CANCELLED',
      'RECALL CANCELLED',
    ]);
  });

  it('waits behind an unknown outcome until that is cleared up', async () => {
    const { effectId, referralId } = await open({ effectKey: 'INQUIRY' });
    union.answerInquiry = () => ({ kind: 'RECORDED' });

    await recallDuring(referralId, effectId, { kind: 'UNKNOWN', fault: 'TIMEOUT' });
    const sentMeanwhile = union.sent.map(({ message }) => message.kind);
    await stage.letTimePass();
    await stage.drain();

    expect(sentMeanwhile).toEqual(['DISPATCH']);
    expect(union.sent.map(({ message }) => message.kind)).toEqual(['DISPATCH', 'RECALL']);
  });

  it('tells an agency nothing that turns out to have nothing', async () => {
    const { effectId, referralId } = await open({ effectKey: 'INQUIRY' });
    union.answerInquiry = () => ({ kind: 'NOT_RECORDED' });

    await recallDuring(referralId, effectId, { kind: 'UNKNOWN', fault: 'TIMEOUT' });
    await stage.letTimePass();
    await stage.drain();

    expect(union.sent.map(({ message }) => message.kind)).toEqual(['DISPATCH']);
    expect((await stage.effects(referralId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'DISPATCH CANCELLED',
      'RECALL CANCELLED',
    ]);
    expect(await stage.attempts(effectId)).toEqual(['SEND UNKNOWN:TIMEOUT', 'RESUME NOT_WANTED']);
  });

  it('stops what waits for its next attempt: an agency that comes back is told nothing', async () => {
    const { effectId, referralId } = await open();
    union.answer = () => ({ kind: 'RETRY', fault: 'CONNECT' });
    await dispatch(effectId);
    await recall(referralId);
    union.answer = () => ({ kind: 'DELIVERED' });

    await stage.letTimePass();
    await stage.drain();

    expect(union.sent).toHaveLength(1);
    expect((await stage.effects(referralId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'DISPATCH CANCELLED',
      'RECALL CANCELLED',
    ]);
  });
});
