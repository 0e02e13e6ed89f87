import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { resolveDoubt } from '#usecases/referrals/steer-referral.ts';
import { type FakeAgency, fakeAgency, type FakeAgencyWishes } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage, WINDOW } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;

async function open(wishes: FakeAgencyWishes = {}): Promise<Opened> {
  union = fakeAgency(wishes);
  stage = await openStage([union]);
  return stage.openMediation();
}

/** A process that died between its claim and the outcome, long enough ago. */
async function abandonAttempt(effectId: string): Promise<void> {
  await stage.app.dependencies.stores.effects.claim(effectId, 30);
  await stage.letTimePass();
}

const dispatch = (id: string) => stage.app.system.dispatchEffect(id);
const keys = () => union.sent.map(({ key }) => key);

afterEach(() => stage.close());

describe.each([
  [
    'an unknown outcome',
    async (effectId: string) => {
      union.answer = () => ({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
      await dispatch(effectId);
      await stage.letTimePass();
      union.answer = () => ({ kind: 'RECEIVED', agencyReference: '桂劳调〔2026〕7号' });
    },
    1,
    'SEND UNKNOWN:TIMEOUT',
  ],
  ['a process that died after its claim', abandonAttempt, 0, 'SEND ABANDONED'],
] as const)('after %s', (_name, happen, sentBefore, firstAttempt) => {
  it('sends the same key again to an agency that honours it', async () => {
    const { effectId, referralId } = await open({ effectKey: 'HONOURED' });
    await happen(effectId);

    await dispatch(effectId);

    expect(keys()).toEqual(Array.from({ length: sentBefore + 1 }, () => effectKeyOf(effectId)));
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
    expect((await stage.attempts(effectId))[0]).toBe(firstAttempt);
    expect(await stage.attempts(effectId)).toHaveLength(2);
  });

  it('asks an agency that can be asked, and does not send again what it has', async () => {
    const { effectId, referralId } = await open({ effectKey: 'INQUIRY' });
    await happen(effectId);
    union.answerInquiry = () => ({ kind: 'RECORDED', agencyReference: '桂劳人仲案〔2026〕31号' });

    await dispatch(effectId);

    expect(union.inquired).toEqual([effectKeyOf(effectId)]);
    expect(union.sent).toHaveLength(sentBefore);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
    expect(await stage.referralState(referralId)).toMatchObject({
      status: 'RECEIVED',
      agencyReference: '桂劳人仲案〔2026〕31号',
    });
    expect(await stage.attempts(effectId)).toEqual([firstAttempt, 'RESUME RECEIVED']);
  });

  it('asks an agency that can be asked, and sends again what it does not have', async () => {
    const { effectId, referralId } = await open({ effectKey: 'INQUIRY' });
    await happen(effectId);
    union.answerInquiry = () => ({ kind: 'NOT_RECORDED' });

    await dispatch(effectId);

    expect(union.inquired).toHaveLength(1);
    expect(union.sent).toHaveLength(sentBefore + 1);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  it.each([
    ['does not know', () => ({ kind: 'UNKNOWN', fault: 'TIMEOUT' }) as const],
    ['breaks', () => Promise.reject(new TypeError('a mistake in the connector'))],
  ])('waits when the inquiry %s, and asks again before anything is sent', async (_how, answerInquiry) => {
    const { effectId, referralId } = await open({ effectKey: 'INQUIRY' });
    await happen(effectId);
    union.answerInquiry = answerInquiry;

    await dispatch(effectId);
    await dispatch(effectId);
    const sentWhileUnknown = union.sent.length;
    await stage.letTimePass();
    union.answerInquiry = () => ({ kind: 'RECORDED' });
    await dispatch(effectId);

    expect(sentWhileUnknown).toBe(sentBefore);
    expect(union.inquired).toHaveLength(2);
    expect(union.sent).toHaveLength(sentBefore);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  it('calls nobody and leaves it to a person where there is neither key nor inquiry', async () => {
    const { effectId, referralId, caseId } = await open({ effectKey: 'NONE' });
    await happen(effectId);

    await dispatch(effectId);
    await stage.letTimePass();
    const offered = await stage.app.system.offerDueEffects(10, 0);
    await dispatch(effectId);

    expect(union.sent).toHaveLength(sentBefore);
    expect(offered).toEqual([]);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'IN_DOUBT' }]);
    expect(await stage.caseState(caseId)).toEqual({ status: 'NEEDS_ATTENTION', attentionReason: 'DELIVERY_IN_DOUBT' });
    expect(await stage.attempts(effectId)).toEqual([firstAttempt, 'RESUME IN_DOUBT']);
  });

  it('sends it again under the same key once a person found that the agency has nothing', async () => {
    const { effectId, referralId, caseId } = await open({ effectKey: 'NONE' });
    await happen(effectId);
    await dispatch(effectId);

    await resolveDoubt(stage.app.dependencies, WINDOW, {
      idempotencyKey: 'd',
      referralId,
      recorded: false,
      note: '电话核实未收到',
    });
    await stage.drain();

    expect(keys()).toEqual(Array.from({ length: sentBefore + 1 }, () => effectKeyOf(effectId)));
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
    expect(await stage.caseState(caseId)).toEqual({ status: 'IN_PROGRESS', attentionReason: null });
  });

  it('sends nothing more once a person found that the agency has it', async () => {
    const { effectId, referralId } = await open({ effectKey: 'NONE' });
    await happen(effectId);
    await dispatch(effectId);

    await resolveDoubt(stage.app.dependencies, WINDOW, {
      idempotencyKey: 'd',
      referralId,
      recorded: true,
      note: '电话核实已收到',
    });
    await stage.letTimePass();
    await stage.drain();

    expect(union.sent).toHaveLength(sentBefore);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
  });
});

describe('a late holder', () => {
  it('changes nothing when its answer comes after somebody else has claimed the effect', async () => {
    const { effectId, referralId } = await open({ effectKey: 'HONOURED' });
    const slow = Promise.withResolvers<SendOutcome>();
    const began = Promise.withResolvers<void>();
    union.answer = () => {
      began.resolve();
      return slow.promise;
    };
    const late = dispatch(effectId);
    await began.promise;
    await stage.letTimePass();
    union.answer = () => ({ kind: 'ACCEPTED', agencyReference: 'second' });
    await dispatch(effectId);

    slow.resolve({ kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' });
    await late;

    expect(await stage.referralState(referralId)).toMatchObject({ status: 'ACCEPTED', agencyReference: 'second' });
    expect(await stage.attempts(effectId)).toEqual(['SEND ABANDONED', 'RESUME ACCEPTED']);
  });
});
