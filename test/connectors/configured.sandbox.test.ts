import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { type GatewayStub, startGatewayStub } from '../sandbox/support/gateway-stub.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { callWithin } from './support/calls.ts';
import { connectConfigured } from './support/configured-agencies.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';
import { answersAbout, flatHeaders } from './support/pushed-answers.ts';
import { seenEffects } from './support/seen-effects.ts';

const CODE = 'psychological-service';
const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const plainPerson = '990101198603120018' as ResidentId;

let gateway: GatewayStub;
let agency: AgencyProcess;
let service: AgencyConnector;

beforeAll(async () => {
  gateway = await startGatewayStub();
  agency = await startAgency(CODE, {
    SANDBOX_GATEWAY_URL: gateway.url,
    SANDBOX_PSYCHOLOGICAL_SERVICE_WEBHOOK_SECRET: SECRET,
  });
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  service = connectConfigured(CODE, {
    PSYCHOLOGICAL_SERVICE_URL: agency.url,
    PSYCHOLOGICAL_SERVICE_WEBHOOK_SECRETS: SECRET,
  });
});

afterEach(async () => {
  await service.close();
});

afterAll(async () => {
  await agency.dispose();
  await gateway.close();
});

function open(referralId: string, key: EffectKey, residentId = plainPerson) {
  const applicant = { name: '覃桂兰', residentId };
  const message = effect('DISPATCH', { role: 'PSYCHOLOGICAL_SUPPORT', referralId, applicant });
  return requireCapability(service, 'send')(message, key, callWithin(5_000));
}

const inquire = (key: EffectKey) => requireCapability(service, 'inquire')(key, callWithin(5_000));

async function repliesAbout(referralId: string, count: number): Promise<readonly ReferralReply[]> {
  const received = await answersAbout(gateway, referralId, count);
  return received.map(({ body }) => requireCapability(service, 'readMessage')(body) as ReferralReply);
}

describe('the simulated psychological service, by configuration alone', () => {
  it('makes a ticket, and says so when it is asked', async () => {
    const key = freshKey();

    const outcome = await open(freshReferralId(), key);

    expect(outcome).toMatchObject({ kind: 'RECEIVED', businessStatus: '已登记' });
    expect(await inquire(key)).toMatchObject({ kind: 'RECORDED' });
    expect(await inquire(freshKey())).toEqual({ kind: 'NOT_RECORDED' });
  });

  it('makes a ticket for somebody of whom it is told nothing yet', async () => {
    const message = effect('DISPATCH', { role: 'PSYCHOLOGICAL_SUPPORT', referralId: freshReferralId(), applicant: {} });

    const outcome = await requireCapability(service, 'send')(message, freshKey(), callWithin(5_000));

    expect(outcome).toMatchObject({ kind: 'RECEIVED' });
  });

  it('is asked rather than told twice after it recorded and cut the line', async () => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    expect(await open(freshReferralId(), key)).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(await inquire(key)).toMatchObject({ kind: 'RECORDED' });
    expect(await seenEffects(agency, key)).toMatchObject([{ count: 1, requests: 1 }]);
  });

  it.each([
    ['errors', { status: 503 }, { kind: 'RETRY', fault: 'SERVER_ERROR', retryAfterSeconds: 1 }],
    ['errors', { status: 200 }, { kind: 'RETRY', fault: 'THROTTLED' }],
    ['garbage', {}, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['wrong-encoding', {}, { kind: 'UNKNOWN', fault: 'MALFORMED' }],
    ['refuse', {}, { kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE', reason: '不属于服务范围' }],
  ])('in mode %s %j leads to %j', async (mode, more, expected) => {
    await agency.control('behaviour', { mode, ...more });

    expect(await open(freshReferralId(), freshKey())).toEqual(expected);
  });

  it('pushes signed answers to the end', async () => {
    const referralId = freshReferralId();
    await open(referralId, freshKey());

    const received = await answersAbout(gateway, referralId, 3);
    const verdicts = received.map((webhook) =>
      requireCapability(service, 'verifyWebhook')({ headers: flatHeaders(webhook), body: webhook.body }, new Date()),
    );

    expect(verdicts.every(({ genuine }) => genuine)).toBe(true);
    expect((await repliesAbout(referralId, 3)).map(({ event }) => event)).toEqual(['ACCEPT', 'START', 'COMPLETE']);
  });

  it.each([
    ['990101196402280104', 1, { event: 'REFUSE', reasonCode: 'NOT_OUR_SCOPE' }],
    ['990101199501010031', 1, { event: 'RETURN', reasonCode: 'NO_JURISDICTION' }],
    ['990101197210150094', 3, { event: 'COMPLETE', outcome: 'SUPPORT_STOPPED' }],
  ])('forces the outcome of %s', async (residentId, count, expected) => {
    const referralId = freshReferralId();
    await open(referralId, freshKey(), residentId as ResidentId);

    expect((await repliesAbout(referralId, count)).at(-1)).toMatchObject(expected);
  });

  it('goes on after what it asked for was supplied', async () => {
    const referralId = freshReferralId();
    await open(referralId, freshKey(), '990101197505120079' as ResidentId);
    await repliesAbout(referralId, 1);

    const message = effect('SUPPLEMENT', { referralId, note: '周三下午' });
    await requireCapability(service, 'send')(message, freshKey(), callWithin(5_000));

    expect((await repliesAbout(referralId, 4)).map(({ event }) => event)).toEqual([
      'REQUEST_SUPPLEMENT',
      'ACCEPT',
      'START',
      'COMPLETE',
    ]);
  });
});
