import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAgency, fakeAgency, type FakeAgencyWishes, messageOf } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;

async function open(wishes: FakeAgencyWishes = {}): Promise<Opened> {
  union = fakeAgency(wishes);
  stage = await openStage([union]);
  return stage.openMediation();
}

const dispatch = (id: string) => stage.app.system.dispatchEffect(id);

afterEach(() => stage.close());

describe('an answer that overtakes our own record of the delivery', () => {
  it.each([
    ['a receipt', { event: 'RECEIVE', sequence: 1 }, { kind: 'ACCEPTED', agencyReference: '7号' }, 'ACCEPTED'],
    ['a receipt', { event: 'RECEIVE', sequence: 1 }, { kind: 'RECEIVED', agencyReference: '7号' }, 'RECEIVED'],
    [
      'a request for more',
      { event: 'REQUEST_SUPPLEMENT', sequence: 2 },
      { kind: 'ACCEPTED', agencyReference: '7号' },
      'SUPPLEMENT_REQUESTED',
    ],
    [
      'the outcome',
      { event: 'COMPLETE', outcome: 'AGREED', sequence: 3 },
      { kind: 'RECEIVED', agencyReference: '7号' },
      'COMPLETED',
    ],
  ] as const)('is kept: %s, %j, then %j', async (_what, reply, outcome, status) => {
    const { effectId, referralId } = await open();
    union.answer = async () => {
      await stage.app.system.receiveWebhook('union', {
        headers: { id: 'm-1' },
        body: messageOf({ kind: 'REFERRAL_REPLY', referralId, ...reply }),
      });
      const [message] = await stage.app.system.offerDueMessages(10, 0);
      await stage.app.system.applyInboundMessage(message?.id ?? '');
      return outcome;
    };

    await dispatch(effectId);
    await stage.letTimePass();

    expect(await stage.referralState(referralId)).toMatchObject({ status, agencyReference: '7号' });
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
    expect(await stage.attempts(effectId)).toEqual([`SEND ${outcome.kind}`]);
    expect(await stage.app.system.offerDueEffects(10, 0)).toEqual([]);
  });

  it('ends an outcome that was unknown: the agency is not called again', async () => {
    const { effectId, referralId } = await open({ effectKey: 'NONE' });
    union.answer = () => ({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
    await dispatch(effectId);
    await stage.app.system.receiveWebhook('union', {
      headers: { id: 'm-1' },
      body: messageOf({ kind: 'REFERRAL_REPLY', referralId, event: 'ACCEPT' }),
    });

    await stage.drain();
    await stage.letTimePass();
    await stage.drain();

    expect(union.sent).toHaveLength(1);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
  });
});
