import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeAgency, fakeAgency, messageOf } from '../../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';
import { steer, typeOfNode } from './support.ts';

let stage: Stage;
let union: FakeAgency;

beforeAll(async () => {
  union = fakeAgency();
  stage = await openStage([union]);
});
afterAll(() => stage.close());

interface MessageSeen {
  readonly id: string;
  readonly messageId: string;
  readonly reason: string;
  readonly agency: { readonly code: string };
}

async function quarantined(): Promise<readonly MessageSeen[]> {
  const { data, errors } = await stage.run<{ quarantinedMessages: { nodes: readonly MessageSeen[] } }>(
    'operator',
    '{ quarantinedMessages { nodes { id messageId via reason receivedAt attempts agency { code } } } }',
  );
  expect(errors).toEqual([]);
  return data.quarantinedMessages.nodes;
}

/** A receipt that our reading stumbles over until it is mended. */
async function stumbleOverReceipt() {
  const { referralId, caseId, effectId } = await stage.openMediation();
  await stage.app.system.dispatchEffect(effectId);
  const read = union.readMessage;
  const mend = () => void (union.readMessage = read);
  const body = messageOf({
    kind: 'REFERRAL_REPLY',
    referralId,
    event: 'ACCEPT',
    sequence: 1,
    note: '已受理，速达公司',
  });
  union.readMessage = () => read(messageOf('!status: a word we do not know'));
  await stage.app.system.receiveWebhook('union', { headers: { id: `msg-${referralId}` }, body });
  await stage.drain();
  return { referralId, caseId, mend };
}

describe('a message in quarantine', () => {
  it('is listed with its reason and without its content, and applied once from its bytes when it can be read', async () => {
    const { referralId, caseId, mend } = await stumbleOverReceipt();
    const listed = await quarantined();
    expect(await typeOfNode(stage, 'operator', listed[0]?.id)).toBe('QuarantinedMessage');
    expect(await typeOfNode(stage, 'supervisor', listed[0]?.id)).toBeNull();

    mend();
    const payload = await steer(stage, 'replayMessage', { messageId: listed[0]?.id, reason: '新的状态词已收录' });
    await stage.drain();
    await stage.drain();

    expect(listed).toMatchObject([
      { messageId: `msg-${referralId}`, reason: 'status: a word we do not know', agency: { code: 'union' } },
    ]);
    expect(JSON.stringify(listed)).not.toContain('速达');
    expect(payload).toEqual({ messageId: listed[0]?.id, replayed: false, userErrors: [] });
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'ACCEPTED', replySequence: 1 });
    expect(await quarantined()).toEqual([]);
    const { prisma } = stage.app.database;
    expect(await prisma.caseEvent.count({ where: { caseId, type: 'referral.accepted' } })).toBe(1);
    expect(await prisma.operatorAction.findFirst({ where: { action: 'MESSAGE_REPLAYED' } })).toMatchObject({
      agencyCode: 'union',
      actor: 'persona:operator',
    });
  });

  it('goes back where it was while it still cannot be read', async () => {
    const { mend } = await stumbleOverReceipt();
    const [before] = await quarantined();

    await steer(stage, 'replayMessage', { messageId: before?.id });
    await stage.drain();
    const after = await quarantined();
    mend();

    expect(after.map(({ id, reason }) => [id, reason])).toEqual([[before?.id, before?.reason]]);
  });

  it('is the only kind that can be replayed', async () => {
    const applied = await stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { status: 'APPLIED' } });
    const messageId = Buffer.from(`qrm:${applied.id}`).toString('base64url');

    const { userErrors } = await steer(stage, 'replayMessage', { messageId });

    expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: ['messageId'] }]);
    expect(await stage.app.database.prisma.inboundMessage.count({ where: { status: 'STORED' } })).toBe(0);
  });
});
