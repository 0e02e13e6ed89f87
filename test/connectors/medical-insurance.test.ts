import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { medicalInsuranceSettingsShape } from '#connectors/medical-insurance/env.ts';
import { createMedicalInsuranceConnector } from '#connectors/medical-insurance/index.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { startPlayServer } from './support/play-server.ts';
import { rewritten, sample, timeWritten } from './support/samples.ts';

const said = (name: string) => sample('medical-insurance', name);

function bureauAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const settings = z.object(medicalInsuranceSettingsShape).parse({ MEDICAL_INSURANCE_URL: url.href });
  const connector = createMedicalInsuranceConnector(settings, tuning);
  if (!connector) throw new Error('a bureau with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';

keepsTheContract('medical-insurance', {
  encoding: 'utf-8',
  connect: bureauAt,
  lookUps: [],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/fsi/api/YZ01',
        referralId: referralOne,
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01'),
        play: { body: said('intake.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'YLJZ2026000001', businessStatus: '已接收' },
      },
      {
        kind: 'RECALL',
        path: '/fsi/api/YZ02',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e05',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c09'),
        play: { body: said('recall.reply.json') },
        expected: { kind: 'ACCEPTED', agencyReference: 'YLJZ2026000005', businessStatus: '已撤销' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/fsi/api/YZ03',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e02',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c05'),
        play: { body: said('supplement.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'YLJZ2026000002', businessStatus: '补充材料已接收' },
      },
    ],
    refused: {
      play: { body: said('intake-refused.reply.json') },
      expected: { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE', reason: '不属于医疗救助范围' },
    },
    wronglyAsked: { body: said('intake-conflict.reply.json') },
  },
  messages: [
    {
      what: '已受理',
      body: said('webhook-accepted.json'),
      word: '已受理',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'ACCEPT',
        sequence: 1,
        agencyReference: 'YLJZ2026000001',
        businessStatus: '已受理',
        occurredAt: timeWritten(said('webhook-accepted.json'), 'utf-8'),
      },
    },
    {
      what: '办结·予以救助',
      body: said('webhook-assisted.json'),
      word: '予以救助',
      expected: { event: 'COMPLETE', outcome: 'ASSISTED', sequence: 2, businessStatus: '办结·予以救助' },
    },
    {
      what: '办结·不予救助',
      body: said('webhook-not-assisted.json'),
      word: '不予救助',
      expected: { event: 'COMPLETE', outcome: 'NOT_ASSISTED', note: '未达到救助起付标准', reasonCode: undefined },
    },
    {
      what: '退回',
      body: said('webhook-returned.json'),
      word: '退回',
      expected: { event: 'RETURN', reasonCode: 'MATERIALS_INCOMPLETE', note: '材料不全' },
    },
    {
      what: '要求补充',
      body: said('webhook-supplement-requested.json'),
      word: '要求补充',
      expected: { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' },
    },
    {
      what: '2207 结算',
      body: said('webhook-settled.json'),
      word: '2207',
      expected: {
        kind: 'SETTLEMENT',
        event: 'SETTLED',
        settlementId: '99012026S000001',
        visitId: '99012026V000001',
        residentId: '990101198603120018',
        name: '覃桂兰',
        insuranceType: '310',
        visitType: '21',
        occurredAt: new Date('2026-03-10T03:20:15Z'),
        totalAmount: '16864.20',
        fundAmount: '8432.10',
        personalAmount: '8432.10',
      },
    },
    {
      what: '2208 撤销',
      body: said('webhook-reversed.json'),
      word: '2208',
      expected: {
        kind: 'SETTLEMENT',
        event: 'REVERSED',
        settlementId: '99012026S000001',
        visitId: '99012026V000001',
        totalAmount: '16864.20',
        personalAmount: '8432.10',
      },
    },
  ],
});

describe('the medical insurance besides', () => {
  const nowhere = new URL('http://127.0.0.1:1');
  const read = (body: Uint8Array) => requireCapability(bureauAt(nowhere), 'readMessage')(body);
  const spoilt = (name: string, from: string | RegExp, to: string) =>
    rewritten(said(name), 'utf-8', (text) => text.replace(from, to));

  it('is not connected without an address', () => {
    expect(createMedicalInsuranceConnector(z.object(medicalInsuranceSettingsShape).parse({}))).toBeUndefined();
  });

  it('is told everything that the step discloses, with numbers as text and a number of thirty characters', async () => {
    const server = await startPlayServer();
    const connector = bureauAt(server.url);
    server.play({ body: said('intake.reply.json') });

    const key = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');
    await requireCapability(connector, 'send')(effect('DISPATCH'), key, callWithin(5_000));

    const sent = JSON.parse(server.heard[0]?.body.toString('utf8') ?? '') as { msgid: string };
    expect(sent).toEqual(JSON.parse(said('intake.request.json').toString('utf8')));
    expect(sent.msgid).toMatch(/^[0-9a-f]{30}$/);
    await connector.close();
    await server.close();
  });

  it('may be asked again when it says inside a good answer that it is busy', async () => {
    const server = await startPlayServer();
    const connector = bureauAt(server.url);
    server.play({ body: said('intake-busy.reply.json') });

    const outcome = await requireCapability(connector, 'send')(
      effect('DISPATCH'),
      effectKey('oe-busy'),
      callWithin(5_000),
    );

    expect(outcome).toMatchObject({ kind: 'RETRY', fault: 'SERVER_ERROR' });
    await connector.close();
    await server.close();
  });

  it('passes a masked number on as it is, for nobody to be found by', () => {
    expect(read(said('webhook-settled-masked.json'))).toMatchObject({ residentId: '990101********0018', name: '覃**' });
  });

  it.each([
    [
      'a number where text belongs',
      spoilt('webhook-settled.json', '"psn_part_amt":"8432.10"', '"psn_part_amt":8432.1'),
    ],
    ['a negative settlement', spoilt('webhook-settled.json', '"psn_part_amt":"', '"psn_part_amt":"-')],
    ['a reversal that gives', spoilt('webhook-reversed.json', '"psn_part_amt":"-', '"psn_part_amt":"')],
    ['a double sign', spoilt('webhook-reversed.json', '"psn_part_amt":"-', '"psn_part_amt":"--')],
    ['an amount of three places', spoilt('webhook-settled.json', '"8432.10"', '"8432.105"')],
    ['a day that does not exist', spoilt('webhook-settled.json', '2026-03-10', '2026-02-30')],
    ['no settlement number', spoilt('webhook-settled.json', '99012026S000001', ' ')],
  ])('refuses %s whole', (_what, body) => {
    expect(() => read(body)).toThrow(/^agency message unreadable: (?!.*\d{6})/);
  });

  it('takes nothing back without a sign', () => {
    const body = rewritten(said('webhook-reversed.json'), 'utf-8', (text) =>
      text.replaceAll(/"-?\d+\.\d\d"/g, '"0.00"'),
    );

    expect(read(body)).toMatchObject({ event: 'REVERSED', personalAmount: '0.00' });
  });

  it('asks nothing of sums: what the hospital bears may stand beside fund and personal part', () => {
    const body = spoilt('webhook-settled.json', '"medfee_sumamt":"16864.20"', '"medfee_sumamt":"17000.00"');

    expect(read(body)).toMatchObject({ totalAmount: '17000.00', fundAmount: '8432.10', personalAmount: '8432.10' });
  });
});
