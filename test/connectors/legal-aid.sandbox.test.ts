import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { legalAidSettingsShape } from '#connectors/legal-aid/env.ts';
import { createLegalAidConnector } from '#connectors/legal-aid/index.ts';
import type { AgencyConnector, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { type GatewayStub, startGatewayStub } from '../sandbox/support/gateway-stub.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { callWithin } from './support/calls.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';
import { answersAbout, flatHeaders } from './support/pushed-answers.ts';
import { seenEffects } from './support/seen-effects.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const plainPerson = '990101198603120018' as ResidentId;

let gateway: GatewayStub;
let agency: AgencyProcess;
let centre: AgencyConnector;

beforeAll(async () => {
  gateway = await startGatewayStub();
  agency = await startAgency('legal-aid', {
    SANDBOX_GATEWAY_URL: gateway.url,
    SANDBOX_LEGAL_AID_WEBHOOK_SECRET: SECRET,
  });
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const settings = z
    .object(legalAidSettingsShape)
    .parse({ LEGAL_AID_URL: agency.url, LEGAL_AID_WEBHOOK_SECRETS: SECRET });
  const connected = createLegalAidConnector(settings);
  if (!connected) throw new Error('a centre with an address is connected');
  centre = connected;
});

afterEach(async () => {
  await centre.close();
});

afterAll(async () => {
  await agency.dispose();
  await gateway.close();
});

function apply(referralId: string, key: EffectKey, residentId = plainPerson, more: Partial<EffectMessage> = {}) {
  const applicant = { name: '覃桂兰', residentId };
  const message = effect('DISPATCH', { role: 'LEGAL_AID', referralId, applicant, ...more });
  return requireCapability(centre, 'send')(message, key, callWithin(5_000));
}

async function repliesAbout(referralId: string, count: number): Promise<readonly ReferralReply[]> {
  const received = await answersAbout(gateway, referralId, count);
  const replies = received.map(({ body }) => requireCapability(centre, 'readMessage')(body) as ReferralReply);
  return replies.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
}

describe('the simulated legal-aid centre', () => {
  it('sees one application per key, though it was sent twice', async () => {
    const referralId = freshReferralId();
    const key = freshKey();

    const first = await apply(referralId, key);
    const second = await apply(referralId, key);

    expect(first).toMatchObject({ kind: 'RECEIVED', businessStatus: '已登记' });
    expect(second).toEqual(first);
    expect(await seenEffects(agency, key)).toMatchObject([{ referralId, kind: 'DISPATCH', count: 1, requests: 2 }]);
  });

  it('still knows a key after it was killed', async () => {
    const referralId = freshReferralId();
    const key = freshKey();
    const first = await apply(referralId, key);
    await centre.close();

    await agency.killAndRestart();
    const settings = z
      .object(legalAidSettingsShape)
      .parse({ LEGAL_AID_URL: agency.url, LEGAL_AID_WEBHOOK_SECRETS: SECRET });
    centre = createLegalAidConnector(settings) ?? centre;

    expect(await apply(referralId, key)).toEqual(first);
    expect(await seenEffects(agency, key)).toMatchObject([{ count: 1, requests: 2 }]);
  });

  it('may be sent the same key again after it recorded and cut the line', async () => {
    const referralId = freshReferralId();
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    expect(await apply(referralId, key)).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(await apply(referralId, key)).toMatchObject({ kind: 'RECEIVED' });
    expect(await seenEffects(agency, key)).toMatchObject([{ count: 1 }]);
  });

  it.each([
    ['errors', { status: 503 }, { kind: 'RETRY', fault: 'SERVER_ERROR', retryAfterSeconds: 1 }],
    ['errors', { status: 200 }, { kind: 'UNKNOWN', fault: 'SERVER_ERROR' }],
    ['garbage', {}, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['wrong-encoding', {}, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['refuse', {}, { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE', reason: '不属于法律援助范围' }],
  ])('in mode %s %j leads to %j', async (mode, more, expected) => {
    await agency.control('behaviour', { mode, ...more });

    expect(await apply(freshReferralId(), freshKey())).toEqual(expected);
  });

  it('says that we asked wrongly when a key comes back with other content', async () => {
    const key = freshKey();
    await apply(freshReferralId(), key);

    expect(await apply(freshReferralId(), key)).toMatchObject({ kind: 'STOPPED', fault: 'REJECTED_REQUEST' });
  });

  it('pushes signed answers from the receipt to the end', async () => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey());

    const received = await answersAbout(gateway, referralId, 5);
    const verdicts = received.map((webhook) =>
      requireCapability(centre, 'verifyWebhook')({ headers: flatHeaders(webhook), body: webhook.body }, new Date()),
    );

    expect(verdicts.every(({ genuine }) => genuine)).toBe(true);
    expect(
      (await repliesAbout(referralId, 5)).map(({ event, businessStatus }) => `${event} ${businessStatus}`),
    ).toEqual(['RECEIVE 已收到', 'RECEIVE 审查中', 'ACCEPT 决定给予援助', 'START 已指派律师', 'COMPLETE 办结']);
  });

  it.each([
    ['990101196402280104', 3, { event: 'REFUSE', reasonCode: 'NOT_OUR_SCOPE' }],
    ['990101197210150094', 5, { event: 'COMPLETE', outcome: 'AID_TERMINATED' }],
  ])('forces the outcome of %s', async (residentId, count, expected) => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey(), residentId as ResidentId);

    expect((await repliesAbout(referralId, count)).at(-1)).toMatchObject(expected);
  });

  it('tells at once all that is missing, and goes on after it was supplied', async () => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey(), '990101197505120079' as ResidentId);
    await repliesAbout(referralId, 2);

    const message = effect('SUPPLEMENT', { role: 'LEGAL_AID', referralId, note: '补交工资欠条' });
    const outcome = await requireCapability(centre, 'send')(message, freshKey(), callWithin(5_000));

    expect(outcome).toMatchObject({ kind: 'RECEIVED', businessStatus: '已补充' });
    expect((await repliesAbout(referralId, 6)).map(({ event }) => event)).toEqual([
      'RECEIVE',
      'REQUEST_SUPPLEMENT',
      'RECEIVE',
      'ACCEPT',
      'START',
      'COMPLETE',
    ]);
  });

  it('gives back what is still open and not what is closed', async () => {
    const open = freshReferralId();
    const closed = freshReferralId();
    await apply(closed, freshKey());
    await repliesAbout(closed, 5);
    await agency.control('pace', { paceMs: 60_000 });
    await apply(open, freshKey());

    const withdraw = (referralId: string) =>
      requireCapability(centre, 'send')(effect('RECALL', { referralId }), freshKey(), callWithin(5_000));

    expect(await withdraw(open)).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤回' });
    expect(await withdraw(closed)).toMatchObject({ kind: 'REFUSED', reasonCode: 'OTHER' });
    await agency.control('pace', { paceMs: 5 });
  });
});
