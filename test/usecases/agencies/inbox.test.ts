import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { type FakeAgency, fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;
let court: FakeAgency;
let messages = 0;

beforeAll(async () => {
  union = fakeAgency();
  court = fakeAgency({ code: 'court', roles: ['COURT_FILING'] });
  stage = await openStage([union, court]);
});
afterAll(() => stage.close());

const reply = (referralId: string, more: Omit<ReferralReply, 'kind' | 'referralId'>): Uint8Array =>
  messageOf({ kind: 'REFERRAL_REPLY', referralId, ...more });

const push = (body: Uint8Array, id = `m-${++messages}`, agency = 'union') =>
  stage.app.system.receiveWebhook(agency, { headers: { id }, body });

const inbox = (messageId = `m-${messages}`) =>
  stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId } });

describe('taking in a message', () => {
  it('keeps one of a message that is pushed many times at once', async () => {
    const { referralId } = await stage.openMediation();
    const body = reply(referralId, { event: 'RECEIVE' });

    const receipts = await Promise.all(Array.from({ length: 20 }, () => push(body, 'pushed')));

    expect(new Set(receipts)).toEqual(new Set(['ACCEPTED']));
    expect(await stage.app.database.prisma.inboundMessage.count({ where: { messageId: 'pushed' } })).toBe(1);
  });

  it('knows by poll what came by webhook, and does the thing once', async () => {
    const { referralId } = await stage.openMediation();
    const body = reply(referralId, { event: 'RECEIVE' });
    await push(body, 'both');
    union.readPage = (cursor) => ({
      messages: cursor === '1' ? [] : [{ messageId: 'both', body }],
      nextCursor: '1',
      hasMore: false,
    });

    await stage.app.system.pollReplies(union.code);
    await stage.drain();

    expect(await stage.app.database.prisma.inboundMessage.count({ where: { messageId: 'both' } })).toBe(1);
    expect(await stage.app.database.prisma.caseEvent.count({ where: { referralId, type: 'referral.received' } })).toBe(
      1,
    );
  });

  it('refuses the same id with other content, and keeps the first', async () => {
    const { referralId } = await stage.openMediation();
    await push(reply(referralId, { event: 'RECEIVE' }), 'twice');

    const receipt = await push(reply(referralId, { event: 'REFUSE' }), 'twice');
    await stage.drain();

    expect(receipt).toBe('CONFLICT');
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'RECEIVED' });
  });

  it('tells the agencies apart: the same id from another one is another message', async () => {
    await push(messageOf('!first'), 'shared', 'union');

    expect(await push(messageOf('!second'), 'shared', 'court')).toBe('ACCEPTED');
  });

  it.each([
    ['nobody', {}, 'UNKNOWN_AGENCY'],
    ['union', {}, 'REFUSED'],
  ])('stores nothing from %s with %j: %s', async (agency, headers, verdict) => {
    const before = await stage.app.database.prisma.inboundMessage.count();

    const receipt = await stage.app.system.receiveWebhook(agency, { headers, body: messageOf('!') });

    expect(receipt).toBe(verdict);
    expect(await stage.app.database.prisma.inboundMessage.count()).toBe(before);
  });
});

describe('applying a message', () => {
  it('keeps the agency’s own wording up to date within one state, by the numbers of its answers', async () => {
    const { referralId } = await stage.openMediation();
    await push(reply(referralId, { event: 'RECEIVE', sequence: 1, businessStatus: '已收到' }));
    await push(reply(referralId, { event: 'RECEIVE', sequence: 3, businessStatus: '审查中' }));
    await push(reply(referralId, { event: 'RECEIVE', sequence: 2, businessStatus: '已登记' }));

    await stage.drain();

    const stored = await stage.app.database.prisma.referral.findUnique({ where: { id: referralId } });
    expect(stored).toMatchObject({ status: 'RECEIVED', businessStatus: '审查中', replySequence: 3 });
    expect(await stage.app.database.prisma.caseEvent.count({ where: { referralId, type: 'referral.received' } })).toBe(
      1,
    );
  });

  it('does it once, though twenty jobs in two processes try at the same moment', async () => {
    const { referralId } = await stage.openMediation();
    await push(reply(referralId, { event: 'ACCEPT', sequence: 1 }));
    const { id } = await inbox();
    const other = await stage.secondApp();

    await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? stage.app : other).system.applyInboundMessage(id)),
    );
    await stage.app.system.applyInboundMessage(id);

    const events = await stage.app.database.prisma.caseEvent.findMany({
      where: { referralId, type: { not: 'referral.drafted' } },
    });
    expect(events.map(({ type }) => type)).toEqual(['referral.accepted']);
    expect(await inbox()).toMatchObject({ status: 'APPLIED', attempts: 1, referralId });
  });

  it.each([
    ['cannot be read', () => '!field state: unknown word', 'union', 'field state: unknown word'],
    [
      'speaks of a referral nobody knows',
      () => reply('01990000-0000-7000-8000-00000000dead', { event: 'ACCEPT' }),
      'union',
      'no such referral at this agency',
    ],
    [
      'carries an id of another kind',
      () => reply("1' OR '1'='1", { event: 'ACCEPT' }),
      'union',
      'no such referral at this agency',
    ],
    [
      "answers for another agency's referral",
      (id: string) => reply(id, { event: 'COMPLETE', outcome: 'AGREED' }),
      'court',
      'no such referral at this agency',
    ],
    [
      'brings an outcome the plan does not know',
      (id: string) => reply(id, { event: 'COMPLETE', outcome: 'constructor' }),
      'union',
      'outcome is not one the plan knows',
    ],
    [
      'completes without an outcome',
      (id: string) => reply(id, { event: 'COMPLETE' }),
      'union',
      'outcome is not one the plan knows',
    ],
  ])('puts aside what %s, and changes nothing', async (_what, body, agency, reason) => {
    const { referralId } = await stage.openMediation();
    const content = body(referralId);
    await push(typeof content === 'string' ? messageOf(content) : content, undefined, agency);

    await stage.drain();

    expect(await inbox()).toMatchObject({ status: 'QUARANTINED', reason });
    expect(['DRAFTED', 'SENT']).toContain((await stage.referralState(referralId)).status);
  });

  it('tries again what failed by a fault of ours, and puts it aside whole after fifty times', async () => {
    await push(messageOf('?'));
    const { id } = await inbox();

    for (let attempt = 1; attempt < 50; attempt += 1)
      await expect(stage.app.system.applyInboundMessage(id)).rejects.toThrow('a mistake of ours');
    const before = await inbox();
    await stage.app.system.applyInboundMessage(id);

    expect(before).toMatchObject({ status: 'STORED', attempts: 49 });
    expect(await inbox()).toMatchObject({ status: 'QUARANTINED', reason: 'could not be processed', attempts: 50 });
  });

  it('notes an answer that comes after the end and changes no state', async () => {
    const { referralId, caseId } = await stage.openMediation();
    await push(reply(referralId, { event: 'COMPLETE', outcome: 'AGREED' }));
    await push(reply(referralId, { event: 'RETURN' }));

    await stage.drain();

    expect(await inbox()).toMatchObject({ status: 'SUPERSEDED', reason: 'ALREADY_OVER' });
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'COMPLETED' });
    expect(await stage.caseState(caseId)).toMatchObject({ status: 'AWAITING_RATING' });
  });
});

describe('answers with numbers', () => {
  const story = [
    { event: 'RECEIVE', sequence: 1 },
    { event: 'REQUEST_SUPPLEMENT', sequence: 2 },
    { event: 'ACCEPT', sequence: 3 },
    { event: 'START', sequence: 4 },
  ] as const;

  it.each(permutations([0, 1, 2, 3]))('come to the same end in the order %i %i %i %i', async (...order) => {
    const { referralId, caseId } = await stage.openMediation();

    for (const index of order) {
      const answer = story[index];
      if (answer) await push(reply(referralId, answer));
      await stage.drain();
    }

    expect(await stage.referralState(referralId)).toMatchObject({ status: 'IN_HANDLING', replySequence: 4 });
    expect(await stage.caseState(caseId)).toEqual({ status: 'IN_PROGRESS', attentionReason: null });
  });

  it('are applied at once in any order by parallel jobs and come to the same end', async () => {
    const { referralId } = await stage.openMediation();
    const first = messages + 1;
    for (const answer of story.toReversed()) await push(reply(referralId, answer));
    const ids = await stage.app.database.prisma.inboundMessage.findMany({
      where: { messageId: { in: story.map((_, index) => `m-${first + index}`) } },
    });

    await Promise.all(ids.map(({ id }) => stage.app.system.applyInboundMessage(id)));

    expect(await stage.referralState(referralId)).toMatchObject({ status: 'IN_HANDLING', replySequence: 4 });
    const sequences = await stage.app.database.prisma.caseEvent.findMany({
      where: { case: { referrals: { some: { id: referralId } } } },
    });
    expect(sequences.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
      sequences.map((_, index) => index + 1),
    );
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
