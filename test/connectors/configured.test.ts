import { describe, expect, it } from 'vitest';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type { AgencyConnector, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { keepsTheContract } from './contract-suite.ts';
import { callWithin } from './support/calls.ts';
import { connectConfigured } from './support/configured-agencies.ts';
import { effect, effectKey } from './support/effects.ts';
import { type Play, startPlayServer } from './support/play-server.ts';
import { rewritten, sample } from './support/samples.ts';

const CODE = 'psychological-service';

function serviceAt(url: URL, tuning?: LineTuning): AgencyConnector {
  return connectConfigured(CODE, { PSYCHOLOGICAL_SERVICE_URL: url.href }, tuning);
}

const referralOne = '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01';
const keyOne = effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01');
const opened = sample(CODE, 'open.reply.json');
const notFound = rewritten(sample(CODE, 'look-up-nothing.reply.json'), 'utf-8', (text) =>
  text.replace(/oe-[-0-9a-f]+/, keyOne),
);

keepsTheContract(CODE, {
  encoding: 'utf-8',
  connect: serviceAt,
  lookUps: [],
  send: {
    effects: [
      {
        kind: 'DISPATCH',
        path: '/api/desk',
        referralId: referralOne,
        key: keyOne,
        play: { body: opened },
        expected: { kind: 'RECEIVED', agencyReference: 'XL202600001', businessStatus: '已登记' },
      },
      {
        kind: 'RECALL',
        path: '/api/desk',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e06',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c10'),
        play: { body: sample(CODE, 'cancel.reply.json') },
        expected: { kind: 'ACCEPTED', agencyReference: 'XL202600006', businessStatus: '已取消' },
      },
      {
        kind: 'SUPPLEMENT',
        path: '/api/desk',
        referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e02',
        key: effectKey('oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c06'),
        play: { body: sample(CODE, 'append.reply.json') },
        expected: { kind: 'RECEIVED', agencyReference: 'XL202600002', businessStatus: '已登记' },
      },
    ],
    refused: {
      play: { body: sample(CODE, 'open-bad-id.reply.json') },
      expected: { kind: 'REFUSED', reasonCode: 'OTHER', reason: '证件号码不正确' },
    },
    needsIdentity: false,
    wronglyAsked: { body: sample(CODE, 'cancel-unknown.reply.json') },
  },
  inquire: {
    key: keyOne,
    recorded: {
      body: sample(CODE, 'look-up.reply.json'),
      expected: { kind: 'RECORDED', agencyReference: 'XL202600001', businessStatus: '已登记' },
    },
    notRecorded: notFound,
  },
  messages: [
    {
      what: 'TRIAGED',
      body: sample(CODE, 'webhook-triaged.json'),
      word: 'TRIAGED',
      expected: {
        kind: 'REFERRAL_REPLY',
        referralId: referralOne,
        event: 'ACCEPT',
        sequence: 1,
        agencyReference: 'XL202600001',
        businessStatus: '已评估',
        reasonCode: undefined,
        note: undefined,
      },
    },
    {
      what: 'IN_SESSION',
      body: sample(CODE, 'webhook-in-session.json'),
      word: 'IN_SESSION',
      expected: { event: 'START', sequence: 2 },
    },
    {
      what: 'CLOSED_HELPED',
      body: sample(CODE, 'webhook-helped.json'),
      word: 'CLOSED_HELPED',
      expected: { event: 'COMPLETE', outcome: 'SUPPORT_GIVEN', sequence: 3 },
    },
    {
      what: 'CLOSED_STOPPED',
      body: sample(CODE, 'webhook-stopped.json'),
      word: 'CLOSED_STOPPED',
      expected: { event: 'COMPLETE', outcome: 'SUPPORT_STOPPED', note: '本人要求中止' },
    },
    {
      what: 'NEED_INFO',
      body: sample(CODE, 'webhook-need-info.json'),
      word: 'NEED_INFO',
      expected: { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE', note: '请补充预约时段' },
    },
    {
      what: 'DECLINED',
      body: sample(CODE, 'webhook-declined.json'),
      word: 'DECLINED',
      expected: { event: 'REFUSE', reasonCode: 'NOT_OUR_SCOPE' },
    },
    {
      what: 'SENT_BACK',
      body: sample(CODE, 'webhook-sent-back.json'),
      word: 'AREA',
      expected: { event: 'RETURN', reasonCode: 'NO_JURISDICTION' },
    },
  ],
});

interface Sent {
  readonly outcome: SendOutcome;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly variables: unknown;
}

async function sent(
  play: Play,
  message: Partial<EffectMessage> = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<Sent> {
  const server = await startPlayServer();
  const connector = connectConfigured(CODE, { PSYCHOLOGICAL_SERVICE_URL: server.url.href, ...settings });
  server.play(play);
  const dispatch = effect('DISPATCH', { role: 'PSYCHOLOGICAL_SUPPORT', referralId: referralOne, ...message });
  const outcome = await requireCapability(connector, 'send')(dispatch, keyOne, callWithin(5_000));
  await connector.close();
  await server.close();
  const [heard] = server.heard;
  const body = JSON.parse(heard?.body.toString('utf8') ?? '{}') as { variables?: unknown };
  return { outcome, headers: heard?.headers ?? {}, variables: body.variables };
}

describe('an agency by configuration', () => {
  it('is told what the file names, in its own words', async () => {
    const { variables } = await sent({ body: opened });

    const request = JSON.parse(sample(CODE, 'open.request.json').toString('utf8')) as { variables: unknown };
    expect(variables).toEqual(request.variables);
  });

  it('is told null where a field may be missing and is', async () => {
    const { variables } = await sent(
      { body: opened },
      { applicant: { residentId: effect('DISPATCH').applicant.residentId! } },
    );

    expect(variables).toMatchObject({ form: { person: { fullName: null, mobile: null } } });
  });

  it('is shown the bearer token where one is set, and none where not', async () => {
    const known = await sent({ body: opened }, {}, { PSYCHOLOGICAL_SERVICE_TOKEN: 'ticket-1' });
    const unknown = await sent({ body: opened });

    expect(known.headers['authorization']).toBe('Bearer ticket-1');
    expect(unknown.headers).not.toHaveProperty('authorization');
  });

  it.each<[string, string, object]>([
    ['busy', 'E5030', { kind: 'RETRY', fault: 'THROTTLED' }],
    ['broken down', 'E5000', { kind: 'UNKNOWN', fault: 'SERVER_ERROR' }],
    ['not for us', 'E2001', { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' }],
    ['a number of no table', 'E9999', { kind: 'UNKNOWN', fault: 'MALFORMED' }],
  ])('reads %s from the number of its error', async (_what, errno, expected) => {
    const body = JSON.stringify({ data: { desk: { open: null } }, errors: [{ message: 'x', extensions: { errno } }] });

    expect((await sent({ body })).outcome).toMatchObject(expected);
  });

  it('does not take a ticket that could not be read for a ticket that was never made', async () => {
    const server = await startPlayServer();
    const connector = serviceAt(server.url);
    const failed = rewritten(notFound, 'utf-8', (text) =>
      text.replace(/}$/, ',"errors":[{"message":"x","path":["ticketByKey","ticket"],"extensions":{"errno":"E5000"}}]}'),
    );
    server.play({ body: failed });

    const outcome = await requireCapability(connector, 'inquire')(keyOne, callWithin(5_000));

    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'SERVER_ERROR' });
    await connector.close();
    await server.close();
  });

  it.each([
    ['serial', /"serial":\d+/, '"serial":"one"', 'serial: not a running number'],
    ['at', /"at":"[^"]+"/, '"at":"2026-11-21 16:05:31"', 'at: not an instant with a zone'],
    ['ticket.caseRef', /"caseRef":"[^"]+"/, '"caseRef":null', 'ticket.caseRef: missing'],
    ['ticket.no', /"no":"[^"]+"/, '"no":202600001', 'ticket.no: expected string'],
    ['cause', /"cause":"[^"]*"/, '"cause":"WEATHER"', 'cause: unknown word'],
  ])('names the field %s that it cannot read', (_field, sound, wrong, fault) => {
    const connector = serviceAt(new URL('http://127.0.0.1:1'));
    const spoilt = rewritten(sample(CODE, 'webhook-declined.json'), 'utf-8', (text) => text.replace(sound, wrong));

    expect(() => requireCapability(connector, 'readMessage')(spoilt)).toThrow(fault);
  });
});
