import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { courtSettingsShape } from '#connectors/court/env.ts';
import { createCourtConnector } from '#connectors/court/index.ts';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin, rejectionOf } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { startPlayServer } from './support/play-server.ts';
import { rewritten, sample, timeWritten } from './support/samples.ts';

function courtAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const settings = z.object(courtSettingsShape).parse({ COURT_URL: url.href });
  const connector = createCourtConnector(settings, tuning);
  if (!connector) throw new Error('a court with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const court = { courtCode: '桂9901', courtName: '青榕区人民法院' };

keepsTheContract('court', {
  encoding: 'utf-8',
  connect: courtAt,
  lookUps: [
    {
      subject: 'DOCKETS',
      found: sample('court', 'look-up.reply.json'),
      expected: {
        '990101198603120018': [
          {
            ...court,
            docketNumber: '（2019）桂9901民初21号',
            causeOfAction: '追索劳动报酬纠纷',
            stage: 'ARCHIVED',
            docketedOn: '2019-03-05',
            businessStatus: '归档',
          },
        ],
        '990101200002290054': [
          {
            ...court,
            docketNumber: '（2026）桂9901民诉前调4号',
            causeOfAction: '劳动争议',
            stage: 'PRE_FILING_MEDIATION',
            docketedOn: '2026-09-14',
            businessStatus: '诉前调解',
          },
        ],
        '990101197505120079': [
          {
            ...court,
            docketNumber: '（2024）桂9901民初108号',
            causeOfAction: '工伤保险待遇纠纷',
            stage: 'CONCLUDED',
            docketedOn: '2024-06-11',
            businessStatus: '结案',
          },
          {
            ...court,
            docketNumber: '（2025）桂9901民诉前调33号',
            causeOfAction: '追索劳动报酬纠纷',
            stage: 'PRE_FILING_MEDIATION',
            docketedOn: undefined,
            businessStatus: '诉前调解',
          },
        ],
      },
      nothing: sample('court', 'look-up-nothing.reply.json'),
      refused: { status: 400, body: sample('court', 'look-up-too-many.reply.json') },
    },
  ],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/fyjk/lajs',
        referralId: referralOne,
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01'),
        play: { status: 202, body: sample('court', 'intake.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'JS9901202600000001', businessStatus: '材料已接收' },
      },
      {
        kind: 'RECALL',
        path: '/fyjk/lach',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e045',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c09'),
        play: { body: sample('court', 'recall.reply.json') },
        expected: { kind: 'ACCEPTED', agencyReference: 'JS9901202600000005', businessStatus: '已撤回' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/fyjk/bzcl',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e02',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c05'),
        play: { status: 202, body: sample('court', 'supplement.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'JS9901202600000002', businessStatus: '补正材料已接收' },
      },
    ],
    refused: {
      play: { status: 422, body: sample('court', 'intake-elsewhere.reply.json') },
      expected: { kind: 'REFUSED', reasonCode: 'NO_JURISDICTION', reason: '不属于本院管辖' },
    },
    wronglyAsked: { status: 409, body: sample('court', 'intake-conflict.reply.json') },
  },
  messages: [
    {
      what: '收到材料',
      body: sample('court', 'webhook-received.json'),
      word: '收到材料',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'RECEIVE',
        sequence: 1,
        agencyReference: 'JS9901202600000001',
        businessStatus: '收到材料',
        occurredAt: timeWritten(sample('court', 'webhook-received.json'), 'utf-8'),
        outcome: undefined,
        note: undefined,
      },
    },
    {
      what: '已受理',
      body: sample('court', 'webhook-accepted.json'),
      word: '已受理',
      expected: { event: 'ACCEPT', sequence: 2 },
    },
    {
      what: '立案',
      body: sample('court', 'webhook-docketed.json'),
      word: '"立案"',
      expected: {
        event: 'COMPLETE',
        outcome: 'DOCKETED',
        sequence: 3,
        agencyReference: '（2026）桂9901民初501号',
        reasonCode: undefined,
      },
    },
    {
      what: '不予立案',
      body: sample('court', 'webhook-refused.json'),
      word: '不予立案',
      expected: { event: 'COMPLETE', outcome: 'NOT_DOCKETED', note: '不属于受理范围', reasonCode: undefined },
    },
    {
      what: '退回补正',
      body: sample('court', 'webhook-returned.json'),
      word: '退回补正',
      expected: { event: 'RETURN', reasonCode: 'MATERIALS_INCOMPLETE', note: '材料不全' },
    },
    {
      what: '要求补正',
      body: sample('court', 'webhook-supplement-requested.json'),
      word: '要求补正',
      expected: { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE', note: '缺少劳动合同复印件' },
    },
  ],
});

/** A recorded push in other words. */
function pushed(xxlx: string, ajzt: string, more: Record<string, unknown> = {}): Buffer {
  const recorded = JSON.parse(sample('court', 'webhook-accepted.json').toString('utf8')) as object;
  return Buffer.from(JSON.stringify({ ...recorded, xxlx, ajzt, ...more }));
}

const LETTER = {
  xxlx: '委派函',
  ah: '(2026)桂9901民诉前调12号',
  fydm: '桂9901',
  xzqh: '990101',
  ay: '追索劳动报酬纠纷',
  ssqq: '支付拖欠的劳动报酬 16500.00 元',
  sqr: { xm: '覃桂兰', sfzh: '990101198603120018', lxdh: '19900000001' },
  bsqr: { mc: '桂江速达物流有限公司' },
};

describe('the court in its other roles', () => {
  const read = requireCapability(courtAt(new URL('http://127.0.0.1:1')), 'readMessage');

  it.each([
    ['调解进度', '收到材料', {}, { event: 'RECEIVE', stage: undefined }],
    ['调解进度', '已委派', {}, { event: 'RECEIVE', stage: 'DELEGATE' }],
    ['调解进度', '调解员已接受', {}, { event: 'ACCEPT', stage: 'ACCEPT' }],
    ['调解进度', '调解中', {}, { event: 'START', stage: 'BEGIN' }],
    ['调解进度', '延长调解', {}, { event: 'START', stage: 'EXTEND' }],
    ['调解进度', '调解成功', {}, { event: 'COMPLETE', outcome: 'AGREED', agreementKind: 'MEDIATION_AGREEMENT' }],
    ['调解进度', '调解终结', { yy: '分歧较大' }, { outcome: 'FAILED', terminationReason: 'LARGE_DIVERGENCE' }],
    ['调解进度', '调解终结', { yy: '别的原因' }, { outcome: 'FAILED', terminationReason: 'OTHER', note: '别的原因' }],
    ['司法确认进度', '不予受理', {}, { event: 'REFUSE', reasonCode: 'NOT_ACCEPTED' }],
    ['司法确认进度', '裁定驳回', {}, { event: 'COMPLETE', outcome: 'CONFIRM_REJECTED', terminationReason: undefined }],
    [
      '司法确认进度',
      '裁定确认',
      { ah: '（2026）桂9901民特3号' },
      {
        outcome: 'CONFIRMED',
        agreementKind: 'JUDICIAL_CONFIRMATION_RULING',
        agencyReference: '（2026）桂9901民特3号',
      },
    ],
  ])('reads %s %s %j', (xxlx, ajzt, more, expected) => {
    expect(read(pushed(xxlx, ajzt, more))).toMatchObject(expected);
  });

  it.each([
    ['立案进度', '调解成功'],
    ['调解进度', '立案'],
    ['司法确认进度', '调解成功'],
  ])('does not read the word of one matter in another: %s %s', (xxlx, ajzt) => {
    expect(() => read(pushed(xxlx, ajzt))).toThrow('ajzt');
  });

  it('reads a letter of delegation, its docket number in one writing', () => {
    expect(read(Buffer.from(JSON.stringify(LETTER)))).toEqual({
      kind: 'COURT_DELEGATION',
      docketNumber: '（2026）桂9901民诉前调12号',
      divisionCode: '990101',
      causeOfAction: 'WAGE_RECOVERY',
      claims: '支付拖欠的劳动报酬 16500.00 元',
      applicant: { name: '覃桂兰', residentId: '990101198603120018', phone: '19900000001' },
      respondent: '桂江速达物流有限公司',
    });
  });

  it.each([
    ['ah', { ...LETTER, ah: '十二号' }],
    ['ssqq', { ...LETTER, ssqq: '' }],
    ['sqr', { ...LETTER, sqr: { xm: '覃桂兰' } }],
    ['xxlx', { ...LETTER, xxlx: '委托函' }],
  ])('does not take a letter whose %s is wrong, and repeats nothing of it', (field, letter) => {
    expect(() => read(Buffer.from(JSON.stringify(letter)))).toThrow(field);
    expect(() => read(Buffer.from(JSON.stringify(letter)))).not.toThrow('990101198603120018');
  });
});

describe('the court besides', () => {
  it('is not connected without an address', () => {
    expect(createCourtConnector(z.object(courtSettingsShape).parse({}))).toBeUndefined();
  });

  it('is told everything that the step discloses, in its own keys', async () => {
    const server = await startPlayServer();
    const connector = courtAt(server.url);
    server.play({ status: 202, body: sample('court', 'intake.reply.json') });

    const key = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');
    await requireCapability(connector, 'send')(effect('DISPATCH'), key, callWithin(5_000));

    const sent: unknown = JSON.parse(server.heard[0]?.body.toString('utf8') ?? '');
    expect(sent).toEqual(JSON.parse(sample('court', 'intake.request.json').toString('utf8')));
    await connector.close();
    await server.close();
  });

  it('reads all pages of a long answer, and does not take a short one for whole', async () => {
    const server = await startPlayServer();
    const connector = courtAt(server.url);
    const whole = sample('court', 'look-up.reply.json');
    const page = rewritten(whole, 'utf-8', (text) =>
      text.replace('"total":4,"totalPages":1', '"total":8,"totalPages":2'),
    );
    const people = ['990101198603120018' as ResidentId];
    const { lookUpMany } = requireLookUp(connector, 'DOCKETS');

    server.play({ body: page });
    const answers = await lookUpMany(people, callWithin(5_000));
    server.play({ body: rewritten(whole, 'utf-8', (text) => text.replace('"total":4', '"total":5')) });
    const error = await rejectionOf(lookUpMany(people, callWithin(5_000)));

    expect(answers.get('990101198603120018' as ResidentId)).toHaveLength(2);
    expect(
      server.heard.slice(0, 2).map(({ body }) => (JSON.parse(body.toString('utf8')) as { pageNum: number }).pageNum),
    ).toEqual([1, 2]);
    expect(error).toMatchObject({ fault: 'MALFORMED' });
    await connector.close();
    await server.close();
  });

  it('takes no identity number written as a JSON number, whose last digits are lost', async () => {
    const server = await startPlayServer();
    const connector = courtAt(server.url);
    server.play({
      body: rewritten(sample('court', 'look-up.reply.json'), 'utf-8', (text) =>
        text.replaceAll('"990101198603120018"', '990101198603120018'),
      ),
    });

    const error = await rejectionOf(
      requireLookUp(connector, 'DOCKETS').lookUpMany(['990101198603120018' as ResidentId], callWithin(5_000)),
    );

    expect(String(error)).toContain('data.list.0.sfzh: expected string');
    await connector.close();
    await server.close();
  });

  it('does not believe in a docketing without a docket number', () => {
    const connector = courtAt(new URL('http://127.0.0.1:1'));
    const without = rewritten(sample('court', 'webhook-docketed.json'), 'utf-8', (text) =>
      text.replace('（2026）桂9901民初501号', ''),
    );

    expect(() => requireCapability(connector, 'readMessage')(without)).toThrow('ah: missing');
  });

  it('keeps identity numbers that a clerk typed into a remark out of the note', () => {
    const connector = courtAt(new URL('http://127.0.0.1:1'));
    const remark = rewritten(sample('court', 'webhook-returned.json'), 'utf-8', (text) =>
      text.replace('材料不全', '缺 99010119680420004X 的授权'),
    );

    expect(requireCapability(connector, 'readMessage')(remark)).toMatchObject({
      note: '缺 … 的授权',
      reasonCode: 'MATERIALS_INCOMPLETE',
    });
  });
});
