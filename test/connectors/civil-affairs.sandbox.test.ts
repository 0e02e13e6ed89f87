import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { civilAffairsSettingsShape } from '#connectors/civil-affairs/env.ts';
import { createCivilAffairsConnector } from '#connectors/civil-affairs/index.ts';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import type { HouseholdBatch, ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { startGatewayStub } from '../sandbox/support/gateway-stub.ts';
import type { GatewayStub, ReceivedWebhook } from '../sandbox/support/gateway-stub.ts';
import { startAgency } from '../sandbox/support/start-agency.ts';
import type { AgencyProcess } from '../sandbox/support/start-agency.ts';
import { callWithin } from './support/calls.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';
import { seenEffects } from './support/seen-effects.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const plainPerson = '990101198603120018' as ResidentId;

let gateway: GatewayStub;
let agency: AgencyProcess;
let bureau: AgencyConnector;

beforeAll(async () => {
  gateway = await startGatewayStub();
  agency = await startAgency('civil-affairs', {
    SANDBOX_GATEWAY_URL: gateway.url,
    SANDBOX_CIVIL_AFFAIRS_WEBHOOK_SECRET: SECRET,
  });
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const settings = z
    .object(civilAffairsSettingsShape)
    .parse({ CIVIL_AFFAIRS_URL: agency.url, CIVIL_AFFAIRS_WEBHOOK_SECRETS: SECRET });
  const connected = createCivilAffairsConnector(settings);
  if (!connected) throw new Error('a bureau with an address is connected');
  bureau = connected;
});

afterEach(async () => {
  await bureau.close();
});

afterAll(async () => {
  await agency.dispose();
  await gateway.close();
});

function order(referralId: string, key: EffectKey, residentId = plainPerson) {
  const message = effect('DISPATCH', {
    role: 'CIVIL_AFFAIRS_CHECK',
    referralId,
    applicant: { name: '覃桂兰', residentId },
  });
  return requireCapability(bureau, 'send')(message, key, callWithin(5_000));
}

/** Everything the bureau has pushed that holds this text, once there is so much of it. */
async function pushed(text: string, count: number): Promise<readonly ReceivedWebhook[]> {
  function mine(): readonly ReceivedWebhook[] {
    return gateway.received.filter(({ body }) => body.toString('utf8').includes(text));
  }
  while (mine().length < count) await gateway.waitForWebhooks(gateway.received.length + 1);
  return mine();
}

function isGenuine({ headers, body }: ReceivedWebhook): boolean {
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return requireCapability(bureau, 'verifyWebhook')({ headers: flat, body }, new Date()).genuine;
}

describe('the simulated civil affairs bureau', () => {
  it.each([
    ['one person', [plainPerson]],
    ['several people, with a byte order mark', [plainPerson, '990101198808080064' as ResidentId]],
  ])('answers about %s', async (_what, people) => {
    const answers = await requireLookUp(bureau, 'SOCIAL_ASSISTANCE').lookUpMany(people, callWithin(5_000));

    expect(answers.get(plainPerson)).toMatchObject([{ category: 'RIGID_EXPENDITURE', status: 'GRANTED' }]);
    expect(answers.size).toBe(people.length);
  });

  it('takes a check, and answers in signed messages that it is met', async () => {
    const referralId = freshReferralId();

    const outcome = await order(referralId, freshKey());
    const received = await pushed(referralId, 2);

    expect(outcome).toMatchObject({ kind: 'RECEIVED', businessStatus: '已接收' });
    expect(received.every(isGenuine)).toBe(true);
    const replies = received.map(({ body }) => requireCapability(bureau, 'readMessage')(body) as ReferralReply);
    expect(replies.map(({ event, outcome: word }) => [event, word])).toEqual([
      ['ACCEPT', undefined],
      ['COMPLETE', 'CHECKED_ELIGIBLE'],
    ]);
  });

  it('gives back what lacks the signed authorisation', async () => {
    const referralId = freshReferralId();
    await order(referralId, freshKey(), '990101197711040133' as ResidentId);

    const [received] = (await pushed(referralId, 1)) as [ReceivedWebhook];

    expect(requireCapability(bureau, 'readMessage')(received.body)).toMatchObject({
      event: 'RETURN',
      reasonCode: 'AUTHORISATION_MISSING',
    });
  });

  it('leaves nobody the wiser after it recorded and cut the line', async () => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    const outcome = await order(freshReferralId(), key);

    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(bureau.effectKey).toBe('NONE');
    expect(await seenEffects(agency, key)).toMatchObject([{ count: 1 }]);
  });

  it('declines in its own words', async () => {
    await agency.control('behaviour', { mode: 'refuse' });

    expect(await order(freshReferralId(), freshKey())).toMatchObject({ kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' });
  });

  it('pushes households, of which the bad rows are named and the good ones kept', async () => {
    const faults = [
      'missing-id',
      'full-width-digits',
      'leading-apostrophe',
      'bad-check-digit',
      'numeric-id',
      'count-mismatch',
    ];
    const { batchNo } = await agency.control('push-households', { count: 6, faults });

    const [received] = (await pushed(String(batchNo), 1)) as [ReceivedWebhook];
    const batch = requireCapability(bureau, 'readMessage')(received.body) as HouseholdBatch;

    expect(isGenuine(received)).toBe(true);
    expect(batch.declaredCount).toBe(batch.rows.length + 1);
    expect(batch.rows.map((row) => (row.ok ? 'good' : row.reason))).toEqual([
      'good',
      // Without a number, and with a wrong one: a person says who it is.
      'good',
      'good',
      'good',
      'good',
      'expected string',
    ]);
  });

  it.each([
    [plainPerson, { outcome: 'GRANTED', businessStatus: '审批完成·批准·临时救助' }],
    ['990101198107300124' as ResidentId, { outcome: 'DENIED', note: '家庭财产超过规定标准' }],
  ])('decides on an application for assistance by %s', async (residentId, expected) => {
    const referralId = freshReferralId();
    const message = effect('DISPATCH', {
      role: 'CIVIL_AFFAIRS_ASSISTANCE',
      referralId,
      applicant: { name: '覃桂兰', residentId },
    });
    await requireCapability(bureau, 'send')(message, freshKey(), callWithin(5_000));

    const replies = (await pushed(referralId, 2)).map(({ body }) => requireCapability(bureau, 'readMessage')(body));

    expect(replies).toMatchObject([{ event: 'ACCEPT' }, { event: 'COMPLETE', ...expected }]);
  });
});
