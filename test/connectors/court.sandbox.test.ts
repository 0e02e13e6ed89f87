import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { courtSettingsShape } from '#connectors/court/env.ts';
import { createCourtConnector } from '#connectors/court/index.ts';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { startGatewayStub } from '../sandbox/support/gateway-stub.ts';
import type { GatewayStub, ReceivedWebhook } from '../sandbox/support/gateway-stub.ts';
import { startAgency } from '../sandbox/support/start-agency.ts';
import type { AgencyProcess } from '../sandbox/support/start-agency.ts';
import { callWithin, rejectionOf } from './support/calls.ts';
import { effect, freshKey, freshReferralId, HAND_OVER } from './support/effects.ts';
import { seenEffects } from './support/seen-effects.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const plainPerson = '990101198603120018' as ResidentId;

let gateway: GatewayStub;
let agency: AgencyProcess;
let court: AgencyConnector;

beforeAll(async () => {
  gateway = await startGatewayStub();
  agency = await startAgency('court', { SANDBOX_GATEWAY_URL: gateway.url, SANDBOX_COURT_WEBHOOK_SECRET: SECRET });
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const settings = z.object(courtSettingsShape).parse({ COURT_URL: agency.url, COURT_WEBHOOK_SECRETS: SECRET });
  const connected = createCourtConnector(settings);
  if (!connected) throw new Error('a court with an address is connected');
  court = connected;
});

afterEach(async () => {
  await court.close();
});

afterAll(async () => {
  await agency.dispose();
  await gateway.close();
});

function file(referralId: string, key: EffectKey, residentId = plainPerson, withinMs = 5_000) {
  const message = effect('DISPATCH', { role: 'COURT_FILING', referralId, applicant: { name: '覃桂兰', residentId } });
  return requireCapability(court, 'send')(message, key, callWithin(withinMs));
}

/** Everything the court has pushed about one referral, once it has pushed this many messages about it. */
async function answersAbout(referralId: string, count: number): Promise<readonly ReceivedWebhook[]> {
  function mine(): readonly ReceivedWebhook[] {
    return gateway.received.filter(({ body }) => body.toString('utf8').includes(referralId));
  }
  while (mine().length < count) await gateway.waitForWebhooks(gateway.received.length + 1);
  return mine();
}

function verdictOf({ headers, body }: ReceivedWebhook) {
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return requireCapability(court, 'verifyWebhook')({ headers: flat, body }, new Date());
}

function repliesOf(received: readonly ReceivedWebhook[]): readonly ReferralReply[] {
  return received.map(({ body }) => requireCapability(court, 'readMessage')(body) as ReferralReply);
}

describe('the simulated court', () => {
  it('answers about many people in one call', async () => {
    const people = [plainPerson, '990101200002290054', '990101197309080022'] as ResidentId[];

    const answers = await requireLookUp(court, 'DOCKETS').lookUpMany(people, callWithin(5_000));

    expect(answers.get(plainPerson)?.[0]).toMatchObject({ docketNumber: '（2019）桂9901民初21号', stage: 'ARCHIVED' });
    expect([...answers.keys()].toSorted()).toEqual([plainPerson, '990101200002290054'].toSorted());
  });

  it('sees one effect per key, though it was sent twice', async () => {
    const referralId = freshReferralId();
    const key = freshKey();

    const first = await file(referralId, key);
    const second = await file(referralId, key);

    expect(first).toMatchObject({ kind: 'RECEIVED', businessStatus: '材料已接收' });
    expect(second).toEqual(first);
    expect(await seenEffects(agency, key)).toMatchObject([{ referralId, kind: 'DISPATCH', count: 1, requests: 2 }]);
  });

  it('may be sent the same key again after it recorded and cut the line', async () => {
    const referralId = freshReferralId();
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    const first = await file(referralId, key);
    const second = await file(referralId, key);

    expect(first).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(second).toMatchObject({ kind: 'RECEIVED' });
    expect(await seenEffects(agency, key)).toMatchObject([{ count: 1 }]);
  });

  it('has recorded nothing while it answers 503 with a time', async () => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'errors', status: 503 });

    const outcome = await file(freshReferralId(), key);

    expect(outcome).toEqual({ kind: 'RETRY', fault: 'SERVER_ERROR', retryAfterSeconds: 1 });
    expect(await seenEffects(agency, key)).toEqual([]);
  });

  it('leaves the outcome open when it hangs beyond the deadline', async () => {
    await agency.control('behaviour', { mode: 'hang' });

    expect(await file(freshReferralId(), freshKey(), plainPerson, 100)).toEqual({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
  });

  it('pushes signed answers that end in a docketing', async () => {
    const referralId = freshReferralId();
    await file(referralId, freshKey());

    const received = await answersAbout(referralId, 3);

    expect(received.map(verdictOf).every((verdict) => verdict.genuine)).toBe(true);
    const replies = repliesOf(received).toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
    expect(replies.map(({ event }) => event)).toEqual(['RECEIVE', 'ACCEPT', 'COMPLETE']);
    expect(replies[2]).toMatchObject({
      referralId,
      outcome: 'DOCKETED',
      agencyReference: expect.stringMatching(/^（\d{4}）桂9901民初\d+号$/),
    });
  });

  it('is not believed when a byte of its message was changed on the way', async () => {
    const referralId = freshReferralId();
    await file(referralId, freshKey());
    const [received] = (await answersAbout(referralId, 1)) as [ReceivedWebhook];
    const changed = Buffer.from(received.body);
    changed[changed.length - 2] = (changed.at(-2) ?? 0) ^ 1;

    expect(verdictOf({ ...received, body: changed })).toEqual({ genuine: false, reason: 'BAD_SIGNATURE' });
  });

  it('gives back a filing without all its material', async () => {
    const referralId = freshReferralId();
    await file(referralId, freshKey(), '990101199501010031' as ResidentId);

    const replies = repliesOf(await answersAbout(referralId, 2));

    expect(replies.find(({ event }) => event === 'RETURN')).toMatchObject({ reasonCode: 'MATERIALS_INCOMPLETE' });
  });

  function ask(role: AgencyRole, referralId: string, residentId = plainPerson, more: Partial<EffectMessage> = {}) {
    const message = effect('DISPATCH', { role, referralId, applicant: { name: '覃桂兰', residentId }, ...more });
    const key = freshKey();
    return { key, sent: requireCapability(court, 'send')(message, key, callWithin(5_000)) };
  }

  it.each([
    ['COURT_MEDIATION', plainPerson, 5, { event: 'COMPLETE', outcome: 'AGREED' }],
    ['COURT_MEDIATION', '990101196811230087', 5, { outcome: 'FAILED', terminationReason: 'LARGE_DIVERGENCE' }],
    ['JUDICIAL_CONFIRMATION', plainPerson, 3, { outcome: 'CONFIRMED', agreementKind: 'JUDICIAL_CONFIRMATION_RULING' }],
    ['JUDICIAL_CONFIRMATION', '990101196811230087', 3, { outcome: 'CONFIRM_REJECTED' }],
    ['JUDICIAL_CONFIRMATION', '990101199501010031', 2, { event: 'REFUSE', reasonCode: 'NOT_OUR_SCOPE' }],
  ] as const)('asked as %s about %s answers %i times', async (role, residentId, count, expected) => {
    const referralId = freshReferralId();
    await ask(role, referralId, residentId as ResidentId).sent;

    const replies = repliesOf(await answersAbout(referralId, count));

    expect(replies.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).at(-1)).toMatchObject(expected);
  });

  it('numbers a confirmation as a special procedure', async () => {
    const referralId = freshReferralId();
    await ask('JUDICIAL_CONFIRMATION', referralId).sent;

    const replies = repliesOf(await answersAbout(referralId, 3));

    expect(replies.find(({ outcome }) => outcome === 'CONFIRMED')?.agencyReference).toMatch(/桂9901民特\d+号$/);
  });

  it('has what earlier steps handed over', async () => {
    const { key, sent } = ask('COURT_FILING', freshReferralId(), plainPerson, { handOver: HAND_OVER });
    await sent;

    expect(await seenEffects(agency, key)).toMatchObject([
      {
        handOver: {
          slbh: 'YM202611210001',
          lc: [{ hj: '工会调解', dw: '桂江市总工会', jg: '调解不成', zjyy: '分歧较大', wzyss: '双方确认欠薪三个月' }],
        },
      },
    ]);
  });

  it('delegates a dispute by a signed letter, and sends the same one again when told to', async () => {
    const first = (await agency.control('delegate', { residentId: plainPerson })) as { docketNumber: string };
    await agency.control('delegate', { docketNumber: first.docketNumber });

    const letters = () => gateway.received.filter(({ body }) => body.toString('utf8').includes('委派函'));
    while (letters().length < 2) await gateway.waitForWebhooks(gateway.received.length + 1);

    expect(
      letters()
        .map(verdictOf)
        .every(({ genuine }) => genuine),
    ).toBe(true);
    const read = letters().map(({ body }) => requireCapability(court, 'readMessage')(body));
    expect(read[0]).toMatchObject({
      kind: 'COURT_DELEGATION',
      docketNumber: first.docketNumber,
      causeOfAction: 'WAGE_RECOVERY',
      applicant: { residentId: plainPerson },
    });
    expect(read[1]).toEqual(read[0]);
  });

  it('recalls at once, and refuses where there is nothing to recall', async () => {
    const referralId = freshReferralId();
    await agency.control('behaviour', { mode: 'silent', forPaths: ['/fyjk/lajs'] });
    await file(referralId, freshKey());
    const send = requireCapability(court, 'send');

    const recalled = await send(effect('RECALL', { role: 'COURT_FILING', referralId }), freshKey(), callWithin(5_000));
    const unknown = await send(
      effect('RECALL', { role: 'COURT_FILING', referralId: freshReferralId() }),
      freshKey(),
      callWithin(5_000),
    );

    expect(recalled).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤回' });
    expect(unknown).toMatchObject({ kind: 'STOPPED', fault: 'REJECTED_REQUEST' });
  });

  it('gives no answer that could be about somebody else while it masks numbers', async () => {
    await agency.control('behaviour', { mode: 'masked' });

    const error = await rejectionOf(requireLookUp(court, 'DOCKETS').lookUpMany([plainPerson], callWithin(5_000)));

    expect(error).toMatchObject({ fault: 'MALFORMED' });
    expect(court.circuit?.()).toBe('CLOSED');
  });
});
