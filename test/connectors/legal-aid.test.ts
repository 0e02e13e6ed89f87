import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { legalAidSettingsShape } from '#connectors/legal-aid/env.ts';
import { createLegalAidConnector } from '#connectors/legal-aid/index.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { effect, effectKey } from './support/effects.ts';
import { type Play, startPlayServer } from './support/play-server.ts';
import { rewritten, sample } from './support/samples.ts';

function centreAt(url: URL, tuning?: LineTuning): AgencyConnector {
  const settings = z.object(legalAidSettingsShape).parse({ LEGAL_AID_URL: url.href });
  const connector = createLegalAidConnector(settings, tuning);
  if (!connector) throw new Error('a centre with an address is connected');
  return connector;
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const keyOne = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');
const submitted = sample('legal-aid', 'submit.reply.json');
const received: SendOutcome = { kind: 'RECEIVED', agencyReference: 'YZ2026000001', businessStatus: '已登记' };

keepsTheContract('legal-aid', {
  encoding: 'utf-8',
  connect: centreAt,
  lookUps: [],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/graphql',
        referralId: referralOne,
        key: keyOne,
        play: { body: submitted },
        expected: received,
      },
      {
        kind: 'RECALL',
        path: '/graphql',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e05',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c07'),
        play: { body: sample('legal-aid', 'withdraw.reply.json') },
        expected: { kind: 'ACCEPTED', agencyReference: 'YZ2026000005', businessStatus: '已撤回' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/graphql',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e02',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c05'),
        play: { body: sample('legal-aid', 'supplement.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'YZ2026000002', businessStatus: '已补充' },
      },
    ],
    refused: {
      play: { body: sample('legal-aid', 'submit-elsewhere.reply.json') },
      expected: { kind: 'REFUSED', reasonCode: 'NO_JURISDICTION', reason: '不属于本中心管辖' },
    },
    wronglyAsked: { body: sample('legal-aid', 'submit-conflict.reply.json') },
  },
  messages: [
    {
      what: '已收到',
      body: sample('legal-aid', 'webhook-received.json'),
      word: '已收到',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'RECEIVE',
        sequence: 1,
        agencyReference: 'YZ2026000001',
        businessStatus: '已收到',
        outcome: undefined,
        note: undefined,
      },
    },
    {
      what: '审查中',
      body: sample('legal-aid', 'webhook-reviewing.json'),
      word: '审查中',
      expected: { event: 'RECEIVE', sequence: 2, businessStatus: '审查中' },
    },
    {
      what: '一次性告知补充材料',
      body: sample('legal-aid', 'webhook-supplement-requested.json'),
      word: '一次性告知补充材料',
      expected: { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE', note: '缺少拖欠工资的凭证' },
    },
    {
      what: '决定给予援助',
      body: sample('legal-aid', 'webhook-granted.json'),
      word: '决定给予援助',
      expected: { event: 'ACCEPT', sequence: 3, businessStatus: '决定给予援助' },
    },
    {
      what: '已指派律师',
      body: sample('legal-aid', 'webhook-assigned.json'),
      word: '已指派律师',
      expected: { event: 'START', sequence: 4, businessStatus: '已指派律师', note: '承办 桂江榕城律师事务所' },
    },
    {
      what: '办结',
      body: sample('legal-aid', 'webhook-closed.json'),
      word: '办结',
      expected: { event: 'COMPLETE', outcome: 'AID_GIVEN', sequence: 5, reasonCode: undefined },
    },
    {
      what: '终止援助',
      body: sample('legal-aid', 'webhook-terminated.json'),
      word: '终止援助',
      expected: { event: 'COMPLETE', outcome: 'AID_TERMINATED', note: '受援人要求终止' },
    },
    {
      what: '不予援助',
      body: sample('legal-aid', 'webhook-refused.json'),
      word: '不予援助',
      expected: { event: 'REFUSE', outcome: undefined, reasonCode: 'NOT_OUR_SCOPE', note: '不属于法律援助范围' },
    },
  ],
});

/** What one delivery makes of an answer, and what the centre heard. */
async function afterAnswer(play: Play) {
  const server = await startPlayServer();
  const connector = centreAt(server.url);
  server.play(play);
  try {
    const message = effect('DISPATCH', { role: 'LEGAL_AID', referralId: referralOne });
    const outcome = await requireCapability(connector, 'send')(message, keyOne, callWithin(5_000));
    return { outcome, heard: server.heard };
  } finally {
    await connector.close();
    await server.close();
  }
}

function errors(...codes: readonly (string | undefined)[]): string {
  const entries = codes.map((code) => ({
    message: '覃桂兰 990101198603120018',
    path: ['submitApplication'],
    extensions: { code },
  }));
  return JSON.stringify({ errors: entries, data: { submitApplication: null } });
}

describe('the legal-aid centre besides', () => {
  it('is not connected without an address', () => {
    expect(createLegalAidConnector(z.object(legalAidSettingsShape).parse({}))).toBeUndefined();
  });

  it('is told everything that the step discloses, in its own words', async () => {
    const { heard } = await afterAnswer({ body: submitted });

    const sent: unknown = JSON.parse(heard[0]?.body.toString('utf8') ?? '');
    expect(sent).toEqual(JSON.parse(sample('legal-aid', 'submit.request.json').toString('utf8')));
  });

  it.each<[string, Play, object]>([
    ['our fault in a 200', { body: errors('BAD_USER_INPUT') }, { kind: 'STOPPED', fault: 'REJECTED_REQUEST' }],
    ['our credentials in a 200', { body: errors('UNAUTHENTICATED') }, { kind: 'STOPPED', fault: 'CREDENTIALS' }],
    ['a breakdown in a 200', { body: errors('INTERNAL') }, { kind: 'UNKNOWN', fault: 'SERVER_ERROR' }],
    ['maintenance in a 200', { body: errors('SERVICE_UNAVAILABLE') }, { kind: 'RETRY', fault: 'THROTTLED' }],
    ['a code nobody told us', { body: errors('KARMA') }, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['an error without a code', { body: errors(undefined) }, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    [
      'our fault and a breakdown at once: the one that lets us conclude less',
      { body: errors('BAD_USER_INPUT', 'INTERNAL') },
      { kind: 'UNKNOWN', fault: 'SERVER_ERROR' },
    ],
    ['the recorded breakdown', { body: sample('legal-aid', 'submit-broken-down.reply.json') }, { kind: 'UNKNOWN' }],
    ['data of null and no error', { body: '{"data":null}' }, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['an empty object', { body: '{}' }, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    [
      'a 400 in the words of GraphQL',
      { status: 400, body: '{"errors":[{"message":"x","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}' },
      { kind: 'STOPPED', fault: 'REJECTED_REQUEST' },
    ],
    [
      'a 400 whose error bears no code: its status speaks',
      { status: 400, body: '{"errors":[{"message":"Syntax Error"}]}' },
      { kind: 'STOPPED', fault: 'REJECTED_REQUEST' },
    ],
    [
      'a 401 in the words of GraphQL',
      { status: 401, body: '{"errors":[{"message":"x","extensions":{"code":"UNAUTHENTICATED"}}]}' },
      { kind: 'STOPPED', fault: 'CREDENTIALS' },
    ],
    [
      'a 403 page of a proxy',
      { status: 403, body: '<html><body>访问被拒绝</body></html>' },
      { kind: 'STOPPED', fault: 'CREDENTIALS' },
    ],
    [
      'a login page with status 200',
      { body: '<html><body>请登录</body></html>' },
      { kind: 'UNKNOWN', fault: 'MALFORMED' },
    ],
  ])('makes of %s what follows from it, and repeats no content', async (_what, play, expected) => {
    const { outcome, heard } = await afterAnswer(play);

    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toMatch(/覃|\d{15}|KARMA/);
    expect(heard).toHaveLength(1);
  });

  it('takes a receipt for a receipt though something beside it failed', async () => {
    const partial = rewritten(submitted, 'utf-8', (text) =>
      text
        .replace('"statusName":"已登记"', '"statusName":null')
        .replace(/}$/, ',"errors":[{"message":"x","path":["submitApplication","statusName"]}]}'),
    );

    const { outcome } = await afterAnswer({ body: partial });

    expect(outcome).toEqual({ ...received, businessStatus: undefined });
  });

  it('takes a receipt with a status it does not know, since enums grow', async () => {
    const grown = rewritten(submitted, 'utf-8', (text) => text.replace('"RECEIVED"', '"QUEUED_FOR_TRIAGE"'));

    expect((await afterAnswer({ body: grown })).outcome).toEqual(received);
  });

  it('takes a no for a no though its code is new', async () => {
    const grown = rewritten(sample('legal-aid', 'submit-elsewhere.reply.json'), 'utf-8', (text) =>
      text.replace('NO_JURISDICTION', 'QUOTA_USED_UP'),
    );

    expect((await afterAnswer({ body: grown })).outcome).toMatchObject({ kind: 'REFUSED', reasonCode: 'OTHER' });
  });

  it('does not take a third kind of answer for either', async () => {
    const other = rewritten(submitted, 'utf-8', (text) => text.replace('ApplicationReceipt', 'ApplicationParked'));

    expect((await afterAnswer({ body: other })).outcome).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
  });

  it('does not take the receipt of another effect for its own', async () => {
    const other = rewritten(submitted, 'utf-8', (text) => text.replace(keyOne, 'oe-another'));

    expect((await afterAnswer({ body: other })).outcome).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
  });
});
