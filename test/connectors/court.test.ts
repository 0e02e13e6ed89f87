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
