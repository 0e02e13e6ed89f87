import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { civilAffairsSettingsShape } from '#connectors/civil-affairs/env.ts';
import { createCivilAffairsConnector } from '#connectors/civil-affairs/index.ts';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { HouseholdBatch } from '#domain/agencies/inbound-content.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { startPlayServer } from './support/play-server.ts';
import { rewritten, sample, timeWritten } from './support/samples.ts';

function bureauAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const settings = z.object(civilAffairsSettingsShape).parse({ CIVIL_AFFAIRS_URL: url.href });
  const connector = createCivilAffairsConnector(settings, tuning);
  if (!connector) throw new Error('a bureau with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const keyOne = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');

function no(msg: string): { readonly body: string } {
  return { body: JSON.stringify({ code: '-1', msg, data: null }) };
}

keepsTheContract('civil-affairs', {
  encoding: 'utf-8',
  connect: bureauAt,
  lookUps: [
    {
      subject: 'SOCIAL_ASSISTANCE',
      found: sample('civil-affairs', 'look-up.reply.json'),
      expected: {
        '990101198603120018': [
          {
            category: 'RIGID_EXPENDITURE',
            status: 'GRANTED',
            applicationNo: 'QR-JZ-2026-00031',
            decidedOn: '2026-06-15',
            validUntil: '2027-06-14',
            monthlyAmount: undefined,
            businessStatus: '享受中',
          },
        ],
        '99010119680420004X': [
          {
            category: 'DIBAO',
            status: 'GRANTED',
            applicationNo: 'QR-JZ-2025-00112',
            decidedOn: '2025-03-01',
            validUntil: undefined,
            monthlyAmount: '880.00',
            businessStatus: '享受中',
          },
          {
            category: 'TEMPORARY',
            status: 'STOPPED',
            applicationNo: 'QR-JZ-2024-00077',
            decidedOn: '2024-08-20',
            validUntil: '2024-12-31',
            monthlyAmount: '1500.00',
            businessStatus: '已停止',
          },
        ],
        '990101198808080064': [
          {
            category: 'DIBAO_MARGINAL',
            status: 'GRANTED',
            applicationNo: 'QR-JZ-2026-00009',
            decidedOn: '2026-01-09',
            validUntil: '2026-12-31',
            monthlyAmount: undefined,
            businessStatus: '享受中',
          },
        ],
      },
      nothing: sample('civil-affairs', 'look-up-nothing.reply.json'),
      refused: { body: sample('civil-affairs', 'look-up-too-many.reply.json') },
    },
  ],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/mz/check/apply',
        referralId: referralOne,
        key: keyOne,
        play: { body: sample('civil-affairs', 'intake.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'HD2026000001', businessStatus: '已接收' },
      },
      {
        kind: 'RECALL',
        path: '/mz/check/cancel',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e045',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c08'),
        play: { body: sample('civil-affairs', 'recall.reply.json') },
        expected: { kind: 'ACCEPTED', agencyReference: 'HD2026000005', businessStatus: '已撤销' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/mz/check/supplement',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e04',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c06'),
        play: { body: sample('civil-affairs', 'supplement.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'HD2026000004', businessStatus: '补充材料已接收' },
      },
    ],
    refused: {
      play: no('不属于核对范围'),
      expected: { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE', reason: '不属于核对范围' },
    },
    wronglyAsked: no('缺少必填项：applicant.idCard'),
  },
  messages: [
    {
      what: '核对中',
      body: sample('civil-affairs', 'webhook-checking.json'),
      word: '核对中',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'ACCEPT',
        sequence: 1,
        agencyReference: 'HD2026000001',
        businessStatus: '核对中',
        occurredAt: timeWritten(sample('civil-affairs', 'webhook-checking.json'), 'utf-8'),
      },
    },
    {
      what: '符合',
      body: sample('civil-affairs', 'webhook-eligible.json'),
      word: '符合',
      expected: { event: 'COMPLETE', outcome: 'CHECKED_ELIGIBLE', sequence: 2, businessStatus: '核对完成·符合' },
    },
    {
      what: '不符合',
      body: sample('civil-affairs', 'webhook-not-eligible.json'),
      word: '不符合',
      expected: { event: 'COMPLETE', outcome: 'CHECKED_INELIGIBLE', note: '家庭财产超过规定标准' },
    },
    {
      what: '退回',
      body: sample('civil-affairs', 'webhook-returned.json'),
      word: '退回',
      expected: { event: 'RETURN', reasonCode: 'AUTHORISATION_MISSING', note: '授权书缺失' },
    },
    {
      what: '要求补充',
      body: sample('civil-affairs', 'webhook-supplement-requested.json'),
      word: '要求补充',
      expected: { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' },
    },
    {
      what: '困难家庭数据推送',
      body: sample('civil-affairs', 'webhook-households.json'),
      word: 'HOUSEHOLD_BATCH',
      expected: {
        kind: 'HOUSEHOLD_BATCH',
        batchNo: expect.stringMatching(/^QRPC\d{8}-001$/) as string,
        declaredCount: 3,
      },
    },
  ],
});

describe('civil affairs besides', () => {
  const connector = bureauAt(new URL('http://127.0.0.1:1'));
  const read = requireCapability(connector, 'readMessage');

  function batch(change: (text: string) => string = (text) => text): HouseholdBatch {
    const content = read(rewritten(sample('civil-affairs', 'webhook-households-spoilt.json'), 'utf-8', change));
    if (content.kind !== 'HOUSEHOLD_BATCH') throw new Error('expected a batch');
    return content;
  }

  it('reads a household into our words, the size in figures or as a clerk typed it', () => {
    const [first, , third] = batch().rows;

    expect(first).toEqual({
      ok: true,
      rowNumber: 1,
      household: {
        applicationNo: 'QR-JZ-2026-90001',
        category: 'RIGID_EXPENDITURE',
        status: 'GRANTED',
        divisionCode: '990101',
        householdSize: 2,
        decidedOn: '2026-10-08',
        validUntil: '2027-10-07',
        consentReference: 'SQ2026100001',
        worker: {
          name: '覃桂兰',
          residentId: '990101198603120018',
          phone: '19900000001',
          employer: '桂江速达物流有限公司',
        },
      },
    });
    expect(third).toMatchObject({ household: { householdSize: 4 } });
  });

  it('mends what is only badly written, and hands on what only a person can mend', () => {
    const { declaredCount, rows } = batch();

    expect(declaredCount).toBe(7);
    expect(rows.map((row) => (row.ok ? row.household.worker.residentId : `${row.field}: ${row.reason}`))).toEqual([
      '990101198603120018',
      '',
      '990101199501010031',
      '99010119680420004X',
      '990101200002290051',
      '990101198808080064',
    ]);
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a number that lost its last digits',
      (text) => text.replace('"990101198603120018"', '990101198603120018'),
      'worker.idCard: expected string',
    ],
    ['a category nobody knows', (text) => text.replace('"typeCode":"04"', '"typeCode":"99"'), 'typeCode: unknown word'],
    [
      'a day that does not exist',
      (text) => text.replace('"decideDate":"2026-10-08"', '"decideDate":"2026-02-30"'),
      'decideDate: not a date',
    ],
    [
      'nobody in the household',
      (text) => text.replace('"householdSize":2', '"householdSize":0'),
      'householdSize: too_small',
    ],
  ])('puts aside %s with its raw row, and keeps the other rows', (_what, change, fault) => {
    const [first, ...others] = batch(change).rows;

    expect(first).toMatchObject({ ok: false, rowNumber: 1 });
    expect(first?.ok === false && `${first.field}: ${first.reason}`).toBe(fault);
    expect(first?.ok === false && first.raw).toContain('QR-JZ-2026-90001');
    expect(others.filter((row) => row.ok)).toHaveLength(5);
  });

  it.each<[string, (text: string) => string, object]>([
    [
      'a masked number',
      (text) => text.replace('990101198603120018', '990101********0018'),
      { residentId: '990101********0018' },
    ],
    ['no number', (text) => text.replace('"990101198603120018"', 'null'), { residentId: '' }],
    [
      'an old number',
      (text) => text.replace('990101198603120018', '990101860312001'),
      { residentId: '990101860312001' },
    ],
    ['a masked name', (text) => text.replace('覃桂兰', '覃**'), { name: '覃**' }],
    [
      'a birth date',
      (text) => text.replace('"name":"覃桂兰"', '"name":"覃桂兰","birthday":"19860312"'),
      { birthDate: '1986-03-12' },
    ],
    [
      'a birth date that is none',
      (text) => text.replace('"name":"覃桂兰"', '"name":"覃桂兰","birthday":"不详"'),
      { birthDate: undefined },
    ],
  ])('hands on %s as written: whose it is gets decided elsewhere', (_what, change, worker) => {
    const [first] = batch(change).rows;

    expect(first).toMatchObject({ ok: true, household: { worker } });
  });

  it('leaves out a telephone it cannot use, and keeps the household', () => {
    const [first] = batch((text) => text.replace('19900000001', '199****0001')).rows;

    expect(first).toMatchObject({ ok: true, household: { worker: { phone: undefined } } });
  });

  it('is told everything that the step discloses, in its own keys', async () => {
    const server = await startPlayServer();
    const played = bureauAt(server.url);
    server.play({ body: sample('civil-affairs', 'intake.reply.json') });
    const message = effect('DISPATCH', {
      serviceItemCode: 'hardship-aid',
      serviceItemName: '困难职工帮扶',
      fields: { householdSize: 3, authorisationNo: 'SQ2026110031' },
    });

    await requireCapability(played, 'send')(message, keyOne, callWithin(5_000));

    const sent: unknown = JSON.parse(server.heard[0]?.body.toString('utf8') ?? '');
    expect(sent).toEqual(JSON.parse(sample('civil-affairs', 'intake.request.json').toString('utf8')));
    await played.close();
    await server.close();
  });

  it('leaves words nobody told us about to a person: who knows whether they were recorded', async () => {
    const server = await startPlayServer();
    const played = bureauAt(server.url);
    server.play(no('系统异常'));

    const outcome = await requireCapability(played, 'send')(effect('DISPATCH'), keyOne, callWithin(5_000));

    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
    await played.close();
    await server.close();
  });
});
