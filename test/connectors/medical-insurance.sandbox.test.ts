import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { medicalInsuranceSettingsShape } from '#connectors/medical-insurance/env.ts';
import { createMedicalInsuranceConnector } from '#connectors/medical-insurance/index.ts';
import { msgidOf } from '#connectors/medical-insurance/mapping.ts';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import type { InboundContent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { startGatewayStub } from '../sandbox/support/gateway-stub.ts';
import type { GatewayStub, ReceivedWebhook } from '../sandbox/support/gateway-stub.ts';
import { startAgency } from '../sandbox/support/start-agency.ts';
import type { AgencyProcess } from '../sandbox/support/start-agency.ts';
import { callWithin } from './support/calls.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';
import { seenEffects } from './support/seen-effects.ts';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const plainPerson = '990101198603120018' as ResidentId;

let gateway: GatewayStub;
let agency: AgencyProcess;
let bureau: AgencyConnector;

beforeAll(async () => {
  gateway = await startGatewayStub();
  agency = await startAgency('medical-insurance', {
    SANDBOX_GATEWAY_URL: gateway.url,
    SANDBOX_MEDICAL_INSURANCE_WEBHOOK_SECRET: SECRET,
  });
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const settings = { MEDICAL_INSURANCE_URL: agency.url, MEDICAL_INSURANCE_WEBHOOK_SECRETS: SECRET };
  const connected = createMedicalInsuranceConnector(z.object(medicalInsuranceSettingsShape).parse(settings));
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

function refer(referralId: string, key: EffectKey, residentId = plainPerson, withinMs = 5_000) {
  const message = effect('DISPATCH', {
    role: 'MEDICAL_INSURANCE',
    referralId,
    applicant: { name: '覃桂兰', residentId },
  });
  return requireCapability(bureau, 'send')(message, key, callWithin(withinMs));
}

/** Everything pushed that speaks of it, once there is this much. */
async function pushedAbout(text: string, count: number): Promise<readonly ReceivedWebhook[]> {
  const mine = () => gateway.received.filter(({ body }) => body.toString('utf8').includes(text));
  while (mine().length < count) await gateway.waitForWebhooks(gateway.received.length + 1);
  return mine();
}

function isGenuine({ headers, body }: ReceivedWebhook): boolean {
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return requireCapability(bureau, 'verifyWebhook')({ headers: flat, body }, new Date()).genuine;
}

const contentsOf = (received: readonly ReceivedWebhook[]): readonly InboundContent[] =>
  received.map(({ body }) => requireCapability(bureau, 'readMessage')(body));

describe('the simulated medical insurance', () => {
  it('sees one effect per key, though it was sent twice', async () => {
    const referralId = freshReferralId();
    const key = freshKey();

    const first = await refer(referralId, key);
    const second = await refer(referralId, key);

    expect(first).toMatchObject({ kind: 'RECEIVED', businessStatus: '已接收' });
    expect(second).toEqual(first);
    expect(await seenEffects(agency, msgidOf(key))).toMatchObject([{ referralId, count: 1, requests: 2 }]);
  });

  it('may be sent the same key again after it recorded and cut the line', async () => {
    const referralId = freshReferralId();
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    const first = await refer(referralId, key);
    const second = await refer(referralId, key);

    expect(first).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(second).toMatchObject({ kind: 'RECEIVED' });
    expect(await seenEffects(agency, msgidOf(key))).toMatchObject([{ count: 1 }]);
  });

  it.each([503, 200])('has recorded nothing while it is busy, said with HTTP %i', async (status) => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'errors', status });

    expect(await refer(freshReferralId(), key)).toMatchObject({ kind: 'RETRY', fault: 'SERVER_ERROR' });
    expect(await seenEffects(agency, msgidOf(key))).toEqual([]);
  });

  it('leaves the outcome open when it hangs beyond the deadline or answers half', async () => {
    await agency.control('behaviour', { mode: 'hang' });
    const hung = await refer(freshReferralId(), freshKey(), plainPerson, 100);
    await agency.control('behaviour', { mode: 'garbage' });
    const halved = await refer(freshReferralId(), freshKey());

    expect(hung).toEqual({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
    expect(halved).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
  });

  it.each([
    ['990101198603120018', ['ACCEPT', 'COMPLETE'], { outcome: 'ASSISTED' }],
    ['990102197912010180', ['ACCEPT', 'COMPLETE'], { outcome: 'NOT_ASSISTED' }],
    ['990101198011130335', ['ACCEPT', 'REQUEST_SUPPLEMENT'], { reasonCode: 'MATERIALS_INCOMPLETE' }],
    ['990101198909090296', ['RETURN'], { reasonCode: 'MATERIALS_INCOMPLETE' }],
  ])('answers about %s by signed webhooks', async (residentId, events, last) => {
    const referralId = freshReferralId();
    await refer(referralId, freshKey(), residentId as ResidentId);

    const received = await pushedAbout(referralId, events.length);

    expect(received.every(isGenuine)).toBe(true);
    const replies = (contentsOf(received) as readonly ReferralReply[]).toSorted(
      (a, b) => (a.sequence ?? 0) - (b.sequence ?? 0),
    );
    expect(replies.map(({ event }) => event)).toEqual(events);
    expect(replies.at(-1)).toMatchObject(last);
  });

  it('goes on after a supplement', async () => {
    const referralId = freshReferralId();
    await refer(referralId, freshKey(), '990101198011130335' as ResidentId);
    await pushedAbout(referralId, 2);

    const message = effect('SUPPLEMENT', { role: 'MEDICAL_INSURANCE', referralId });
    const outcome = await requireCapability(bureau, 'send')(message, freshKey(), callWithin(5_000));

    expect(outcome).toMatchObject({ kind: 'RECEIVED', businessStatus: '补充材料已接收' });
    expect(contentsOf(await pushedAbout(referralId, 4)).at(-1)).toMatchObject({ outcome: 'ASSISTED', sequence: 4 });
  });

  it('recalls at once, and refuses where there is nothing to recall', async () => {
    const referralId = freshReferralId();
    await agency.control('behaviour', { mode: 'silent', forPaths: ['/fsi/api/YZ01'] });
    await refer(referralId, freshKey());
    const recall = (id: string) =>
      requireCapability(bureau, 'send')(
        effect('RECALL', { role: 'MEDICAL_INSURANCE', referralId: id }),
        freshKey(),
        callWithin(5_000),
      );

    expect(await recall(referralId)).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤销' });
    expect(await recall(referralId)).toMatchObject({ kind: 'REFUSED', reason: '已办结，不能撤销' });
    expect(await recall(freshReferralId())).toMatchObject({ kind: 'STOPPED', fault: 'REJECTED_REQUEST' });
  });

  it('refuses what is none of its business', async () => {
    await agency.control('behaviour', { mode: 'refuse' });

    expect(await refer(freshReferralId(), freshKey())).toMatchObject({ kind: 'REFUSED', reasonCode: 'NOT_OUR_SCOPE' });
  });

  it('pushes a settlement and what takes it back, and the same bytes when asked for the same again', async () => {
    const { settlementId, visitId } = await agency.control('push-settlement', { residentId: plainPerson });
    await agency.control('push-settlement', { settlementId, reversed: true });
    await agency.control('push-settlement', { settlementId, residentId: plainPerson });

    const received = await pushedAbout(String(settlementId), 3);

    expect(received.every(isGenuine)).toBe(true);
    const settled = received.filter(({ body }) => body.toString('utf8').includes('"2207"'));
    expect(settled).toHaveLength(2);
    expect(settled[0]?.body).toEqual(settled[1]?.body);
    const contents = contentsOf(received).filter((content) => content.kind === 'SETTLEMENT');
    expect(contents.map(({ event }) => event).toSorted()).toEqual(['REVERSED', 'SETTLED', 'SETTLED']);
    for (const content of contents) {
      expect(content).toMatchObject({ settlementId, visitId, residentId: plainPerson, personalAmount: '8432.10' });
    }
  });

  it('remembers over a kill what it has settled', async () => {
    const { settlementId } = await agency.control('push-settlement', { residentId: plainPerson, amount: '12.30' });
    await agency.killAndRestart();

    await agency.control('push-settlement', { settlementId, reversed: true });

    const contents = contentsOf(await pushedAbout('"psn_part_amt":"-12.30"', 1));
    expect(contents).toMatchObject([{ event: 'REVERSED', settlementId, personalAmount: '12.30' }]);
  });
});
