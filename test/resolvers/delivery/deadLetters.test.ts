import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { type FakeAgency, fakeAgency } from '../../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';
import { deadLetters, openDeadLetters, steer, typeOfNode } from './support.ts';

let stage: Stage;
let union: FakeAgency;

beforeAll(async () => {
  union = fakeAgency();
  stage = await openStage([union]);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.app.database.prisma.effect.updateMany({ data: { status: 'DELIVERED' } });
});

const keysSent = () => union.sent.map(({ key }) => key);

describe('the list of dead letters', () => {
  it('says which, why and what to do, and nothing of their content', async () => {
    const [opened] = await openDeadLetters(stage, union, 1);

    const { nodes, totalCount } = await deadLetters(stage);

    expect(totalCount).toBe(1);
    expect(nodes[0]).toMatchObject({
      agency: { code: 'union' },
      kind: 'DISPATCH',
      reason: 'WOULD_FAIL_AGAIN',
      lastFault: 'REJECTED_REQUEST',
      attempts: 1,
      mayHaveArrived: false,
    });
    expect(Buffer.from(nodes[0]?.referralId ?? '', 'base64url').toString()).toBe(`ref:${opened?.referralId}`);
    expect(nodes[0]?.whatNext.zh).toMatch(/重投/);
    expect(nodes[0]?.whatNext.en).toMatch(/replay/);
    expect(JSON.stringify(nodes)).not.toMatch(/覃送达|速达|16500|未发工资/);
  });

  it('has nodes, for those who may use it', async () => {
    await openDeadLetters(stage, union, 1);
    const id = (await deadLetters(stage)).nodes[0]?.id;

    expect(await typeOfNode(stage, 'operator', id)).toBe('DeadLetter');
    expect(await typeOfNode(stage, 'window', id)).toBeNull();
  });

  it('is one agency’s where one is asked for', async () => {
    await openDeadLetters(stage, union, 2);

    expect((await deadLetters(stage, 'supervisor', 'union')).nodes).toHaveLength(2);
    expect((await deadLetters(stage, 'operator', 'court')).nodes).toEqual([]);
  });

  it('shows those of confidential cases too, or nobody would ever send them again', async () => {
    await openDeadLetters(stage, union, 1);
    await stage.app.database.prisma.case.updateMany({ data: { confidential: true } });

    const { nodes } = await deadLetters(stage);
    await stage.app.database.prisma.case.updateMany({ data: { confidential: false } });

    expect(nodes).toHaveLength(1);
  });

  it('shows nothing of another city', async () => {
    await openDeadLetters(stage, union, 1);
    await stage.app.database.prisma.case.updateMany({ data: { divisionCode: '450103', workplaceDivision: '450103' } });

    const { nodes } = await deadLetters(stage);
    await stage.app.database.prisma.case.updateMany({ data: { divisionCode: '990101', workplaceDivision: '990101' } });

    expect(nodes).toEqual([]);
  });
});

describe('replaying one', () => {
  it('sends it again under the same key, and the timeline says who did and why', async () => {
    const [opened] = await openDeadLetters(stage, union, 1);
    const { effectId = '', caseId = '', referralId = '' } = opened ?? {};
    const { nodes } = await deadLetters(stage);

    const payload = await steer(stage, 'replayEffect', { deadLetterId: nodes[0]?.id, reason: '字段已补' });
    await stage.app.system.dispatchEffect(effectId);

    expect(payload).toEqual({ referralId: nodes[0]?.referralId, replayed: false, userErrors: [] });
    expect(keysSent().filter((key) => key === effectKeyOf(effectId))).toHaveLength(2);
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'RECEIVED' });
    expect(await stage.caseState(caseId)).toEqual({ status: 'IN_PROGRESS', attentionReason: null });
    const { prisma } = stage.app.database;
    expect(await prisma.caseEvent.findFirst({ where: { caseId, type: 'effect.replayed' } })).toMatchObject({
      actor: 'persona:operator',
      referralId,
      data: { kind: 'DISPATCH' },
    });
    expect(await prisma.operatorAction.findFirst({ where: { subjectId: effectId } })).toMatchObject({
      action: 'EFFECT_REPLAYED',
      agencyCode: 'union',
      actor: 'persona:operator',
    });
  });

  it('asked for twice with one key is one replay', async () => {
    await openDeadLetters(stage, union, 1);
    const { nodes } = await deadLetters(stage);
    const input = { deadLetterId: nodes[0]?.id, idempotencyKey: randomUUID() };

    const first = await steer(stage, 'replayEffect', input);
    const second = await steer(stage, 'replayEffect', input);

    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(second.userErrors).toEqual([]);
  });

  it('is refused for what is none, is in doubt, or names no reason', async () => {
    const [opened] = await openDeadLetters(stage, union, 1);
    const { nodes } = await deadLetters(stage);
    const deadLetterId = nodes[0]?.id;

    const silent = await steer(stage, 'replayEffect', { deadLetterId, reason: ' ' });
    await stage.app.database.prisma.effect.update({
      where: { id: opened?.effectId ?? '' },
      data: { status: 'IN_DOUBT' },
    });
    const inDoubt = await steer(stage, 'replayEffect', { deadLetterId });
    const nonsense = await steer(stage, 'replayEffect', { deadLetterId: 'none' });

    expect(silent.userErrors).toEqual([{ code: 'NOTE_REQUIRED', path: ['reason'] }]);
    expect(inDoubt.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['deadLetterId'] }]);
    expect(nonsense.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['deadLetterId'] }]);
  });
});

describe('replaying all of an agency', () => {
  it('counts them at once and sends them again batch by batch, each once', async () => {
    const opened = await openDeadLetters(stage, union, 7);
    await openDeadLetters(stage, union, 0);

    const payload = await steer(stage, 'replayAgency', { agency: 'union' });
    const untouched = (await deadLetters(stage)).totalCount;
    await Promise.all([stage.app.system.watchAgencies(), (await stage.secondApp()).system.watchAgencies()]);
    await stage.drain();

    expect(payload).toMatchObject({ count: 7, agency: { code: 'union' }, userErrors: [] });
    expect(untouched).toBe(7);
    expect((await deadLetters(stage)).totalCount).toBe(0);
    for (const { effectId } of opened)
      expect(keysSent().filter((key) => key === effectKeyOf(effectId))).toHaveLength(2);
    expect(await stage.app.database.prisma.agencyReplay.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      total: 7,
      replayed: 7,
      finishedAt: expect.any(Date),
    });
  });

  it('does not take up again what fails once more', async () => {
    const [opened] = await openDeadLetters(stage, union, 1);
    await steer(stage, 'replayAgency', { agency: 'union' });
    union.answer = () => ({ kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: 'still' });

    for (let look = 0; look < 3; look += 1) {
      await stage.app.system.watchAgencies();
      await stage.drain();
    }

    expect(keysSent().filter((key) => key === effectKeyOf(opened?.effectId ?? ''))).toHaveLength(2);
    expect((await deadLetters(stage)).totalCount).toBe(1);
  });

  it('leaves what is in doubt to a person', async () => {
    const [opened] = await openDeadLetters(stage, union, 1);
    const { prisma } = stage.app.database;
    await prisma.effect.update({ where: { id: opened?.effectId ?? '' }, data: { status: 'IN_DOUBT' } });

    const { count } = await steer(stage, 'replayAgency', { agency: 'union' });
    await stage.app.system.watchAgencies();

    expect(count).toBe(0);
    expect(await stage.effects(opened?.referralId ?? '')).toMatchObject([{ status: 'IN_DOUBT' }]);
  });

  it('goes on past one that cannot be replayed', async () => {
    const opened = await openDeadLetters(stage, union, 3);
    const { prisma } = stage.app.database;
    const broken = opened[1]?.caseId ?? '';
    const { formSealed } = await prisma.case.findUniqueOrThrow({ where: { id: broken } });
    await prisma.case.update({ where: { id: broken }, data: { formSealed: new Uint8Array(1) } });
    await steer(stage, 'replayAgency', { agency: 'union' });

    await stage.app.system.watchAgencies();
    await prisma.case.update({ where: { id: broken }, data: { formSealed } });

    expect((await deadLetters(stage)).totalCount).toBe(1);
    expect(await prisma.agencyReplay.count({ where: { finishedAt: null } })).toBe(0);
  });
});
