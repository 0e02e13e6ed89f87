import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import { webhookSecretBytes } from '#platform/crypto/standard-webhooks.ts';
import { fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { deliveriesOf, endpointOf, type EndpointSeen, letTimePass, partner, tell } from './support/partner.ts';
import { openReceiver, type Received, type Receiver, status } from './support/receiver.ts';

let house: Stage;
let receiver: Receiver;

beforeAll(async () => {
  house = await openStage([fakeAgency({ code: 'union' })], {
    webhooks: {
      allowedNetworks: [],
      allowedPorts: [443],
      disableAfterDays: 5,
      timeoutMs: 400,
      resolve: async () => ['10.0.0.7'],
    },
  });
});

afterAll(() => house.close());

beforeEach(async () => {
  receiver = await openReceiver();
});

afterEach(async () => {
  await receiver.close();
  await house.app.database.prisma.webhookEndpoint.deleteMany();
  // What is left of this test is told to nobody in the next.
  await tell(house);
});

async function register(eventTypes: readonly string[] = []): Promise<{ endpoint: EndpointSeen; secret: string }> {
  const { endpoint, secret, userErrors } = await partner(house, 'operator', 'createWebhookEndpoint', {
    url: receiver.url,
    eventTypes,
    agencyCode: 'union',
  });
  expect(userErrors).toEqual([]);
  return { endpoint, secret };
}

const isGenuine = (secret: string, { id, timestamp, signature, body }: Received): boolean =>
  verifyStandardWebhook(
    [webhookSecretBytes(secret)],
    {
      headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
      body: new TextEncoder().encode(body),
    },
    new Date(),
  ).genuine;

describe('a partner is told', () => {
  it('of a new referral, signed as Standard Webhooks asks, with ids and nothing personal', async () => {
    const { endpoint, secret } = await register();
    const { caseId, referralId } = await house.openMediation();

    await tell(house);

    const [message] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(message && isGenuine(secret, message)).toBe(true);
    expect(JSON.parse(message?.body ?? '')).toEqual({
      type: 'referral.drafted',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      data: {
        eventId: expect.any(String),
        agency: 'union',
        caseId: Buffer.from(`cas:${caseId}`).toString('base64url'),
        referralId: Buffer.from(`ref:${referralId}`).toString('base64url'),
        sequence: expect.any(Number),
        deleted: false,
      },
    });
    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([
      {
        status: 'DELIVERED',
        webhookId: message?.id,
        type: 'referral.drafted',
        attempts: [{ outcome: 'DELIVERED', responseStatus: 204 }],
      },
    ]);
  });

  it('of the types it asked for only', async () => {
    await register(['REFERRAL_COMPLETED']);
    await house.openMediation();

    await tell(house);

    expect(receiver.received).toEqual([]);
  });

  it('with one signature per live secret, so that it can change over', async () => {
    const { endpoint, secret: old } = await register();
    const { secret: fresh } = await partner(house, 'operator', 'rotateWebhookSecret', { endpointId: endpoint.id });
    await house.openMediation();

    await tell(house);

    const [message] = receiver.received;
    expect(message?.signature.split(' ')).toHaveLength(2);
    expect(message && [isGenuine(old, message), isGenuine(fresh, message)]).toEqual([true, true]);
  });

  it('at once with the new secret alone where the old one has leaked, and never with a third', async () => {
    const { endpoint, secret: first } = await register();
    const { secret: second } = await partner(house, 'operator', 'rotateWebhookSecret', { endpointId: endpoint.id });
    const { secret: third } = await partner(house, 'operator', 'rotateWebhookSecret', { endpointId: endpoint.id });
    await house.openMediation();
    await tell(house);
    const { secret: fourth, endpoint: now } = await partner(house, 'operator', 'rotateWebhookSecret', {
      endpointId: endpoint.id,
      overlapHours: 0,
    });
    await house.openMediation();
    await tell(house);

    const [during, after] = receiver.received;
    const genuine = (message: Received | undefined) =>
      [first, second, third, fourth].map((secret) => message !== undefined && isGenuine(secret, message));
    expect(genuine(during)).toEqual([false, true, true, false]);
    expect(genuine(after)).toEqual([false, false, false, true]);
    expect(now.secrets).toHaveLength(1);
  });
});

describe('what a partner answers', () => {
  it.each([
    [200, 'DELIVERED', 'DELIVERED'],
    [299, 'DELIVERED', 'DELIVERED'],
    [302, 'REDIRECTED', 'PENDING'],
    [400, 'REFUSED', 'PENDING'],
    [404, 'REFUSED', 'PENDING'],
    [429, 'REFUSED', 'PENDING'],
    [500, 'REFUSED', 'PENDING'],
    [503, 'REFUSED', 'PENDING'],
    [410, 'GONE', 'FAILED'],
  ])('%i counts as %s and leaves the delivery %s', async (code, outcome, left) => {
    const { endpoint } = await register();
    receiver.answer(status(code, 'as I said', { 'x-trace': 'abc', location: 'http://127.0.0.1:1/' }));
    await house.openMediation();

    await tell(house);

    const [delivery] = await deliveriesOf(house, 'operator', endpoint.id);
    expect(receiver.received).toHaveLength(1);
    expect(delivery).toMatchObject({
      status: left,
      attempts: [{ outcome, responseStatus: code, responseBody: 'as I said' }],
    });
    expect(delivery?.attempts[0]?.responseHeaders).toContainEqual({ name: 'x-trace', value: 'abc' });
    expect(delivery?.attempts[0]?.requestHeaders.map(({ name }) => name)).toContain('webhook-signature');
  });

  it('nothing in time is a failure that is tried again', async () => {
    const { endpoint } = await register();
    receiver.answer(() => undefined);
    await house.openMediation();

    await tell(house);

    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([
      { status: 'PENDING', attempts: [{ outcome: 'TIMEOUT', responseStatus: null }] },
    ]);
  });

  it('is not asked for where its name means a place inside', async () => {
    const { endpoint } = await register();
    await partner(house, 'operator', 'updateWebhookEndpoint', {
      endpointId: endpoint.id,
      url: 'https://hooks.example.org/',
    });
    await house.openMediation();

    await tell(house);

    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([
      { status: 'PENDING', attempts: [{ outcome: 'BLOCKED', responseStatus: null }] },
    ]);
  });

  it('is kept to its first four kibibytes', async () => {
    const { endpoint } = await register();
    receiver.answer(status(500, 'x'.repeat(10_000)));
    await house.openMediation();

    await tell(house);

    const [delivery] = await deliveriesOf(house, 'operator', endpoint.id);
    expect(delivery?.attempts[0]?.responseBody).toHaveLength(4_096);
  });

  it('does not lie in the database in the clear', async () => {
    await register();
    receiver.answer(status(500, '覃桂兰 是谁'));
    await house.openMediation();

    await tell(house);

    const rows = await house.app.database.prisma.$queryRaw<{ text: string }[]>`
      SELECT a::text || encode(coalesce(exchange_sealed, ''), 'escape') AS text FROM webhook_attempt a`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ text }) => text).join()).not.toContain('覃桂兰');
  });
});

describe('a delivery that failed', () => {
  it('is sent again under the same id until it succeeds', async () => {
    const { endpoint } = await register();
    receiver.answer(status(503));
    await house.openMediation();
    await tell(house);
    await tell(house);
    expect(receiver.received).toHaveLength(1);

    receiver.answer(status(204));
    await letTimePass(house);
    await tell(house);

    const [first, second] = receiver.received;
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([
      { status: 'DELIVERED', attempts: [{ outcome: 'REFUSED' }, { outcome: 'DELIVERED' }] },
    ]);
    expect(await endpointOf(house, 'operator', endpoint.id)).toMatchObject({ failingSince: null });
  });

  it('is given up after ten attempts and can be sent again by hand', async () => {
    const { endpoint } = await register();
    receiver.answer(status(400));
    await house.openMediation();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await tell(house);
      await letTimePass(house);
    }
    const [given] = await deliveriesOf(house, 'operator', endpoint.id);
    expect(given).toMatchObject({ status: 'FAILED', nextAttemptAt: null });
    expect(given?.attempts).toHaveLength(10);

    receiver.answer(status(204));
    await partner(house, 'operator', 'resendDelivery', { deliveryId: given?.id });
    await tell(house);

    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([{ status: 'DELIVERED' }]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(11);
  });

  it('waits as long as the partner asks', async () => {
    const { endpoint } = await register();
    receiver.answer(status(429, '', { 'retry-after': '7200' }));
    await house.openMediation();
    const before = Date.now();

    await tell(house);

    const [delivery] = await deliveriesOf(house, 'operator', endpoint.id);
    expect(Date.parse(delivery?.nextAttemptAt ?? '') - before).toBeGreaterThan(7_190_000);
  });

  it('is not given to an endpoint that is down beside all the others: one is tried, the rest wait', async () => {
    await register();
    receiver.answer(status(503));
    await house.openMediation();
    await tell(house);
    await house.openMediation();
    await house.openMediation();

    await tell(house);
    expect(receiver.received).toHaveLength(1);

    await letTimePass(house);
    await house.app.system.placePartnerEvents(100);
    expect(await house.app.system.offerDueWebhooks(100, 60)).toHaveLength(1);
  });

  it('is sent again, with the same id, when our process died after the call', async () => {
    const { endpoint } = await register();
    await house.openMediation();
    await house.app.system.placePartnerEvents(100);
    const [due] = await house.app.system.offerDueWebhooks(1, 0);
    // Everything up to the call, and nothing after it.
    await house.app.dependencies.stores.webhooks.claim(due?.id ?? '', 30);
    expect(await house.app.system.offerDueWebhooks(10, 0)).toEqual([]);

    await letTimePass(house);
    await tell(house);

    expect(receiver.received).toMatchObject([{ id: `msg_${due?.id}` }]);
    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([
      {
        status: 'DELIVERED',
        attempts: [
          { number: 1, outcome: 'ABANDONED' },
          { number: 2, outcome: 'DELIVERED' },
        ],
      },
    ]);
  });

  it('is not written over by a late holder of the claim', async () => {
    const { endpoint } = await register();
    await house.openMediation();
    await house.app.system.placePartnerEvents(100);
    const [due] = await house.app.system.offerDueWebhooks(1, 0);
    const { webhooks } = house.app.dependencies.stores;
    const late = await webhooks.claim(due?.id ?? '', 30);
    await letTimePass(house);
    await tell(house);
    if (!late) throw new Error('nothing was claimed');

    const end = await webhooks.finishAttempt(late, {
      outcome: 'TIMEOUT',
      durationMs: 1,
      requestHeaders: [],
      retryInSeconds: 5,
      holdSeconds: 5,
      disable: { afterDays: 5 },
    });

    expect(end).toEqual({ written: false, disabled: false });
    expect(await deliveriesOf(house, 'operator', endpoint.id)).toMatchObject([{ status: 'DELIVERED' }]);
  });

  it('is claimed once by two workers at the same moment', async () => {
    await register();
    await house.openMediation();
    await house.app.system.placePartnerEvents(100);
    const [due] = await house.app.system.offerDueWebhooks(1, 0);
    const other = await house.secondApp();

    await Promise.all([house.app.system, other.system].map((system) => system.deliverWebhook(due?.id ?? '')));

    expect(receiver.received).toHaveLength(1);
  });
});

describe('an endpoint', () => {
  it('that answers 410 is disabled at once and says why', async () => {
    const { endpoint } = await register();
    receiver.answer(status(410));
    await house.openMediation();
    await tell(house);
    await house.openMediation();
    await tell(house);

    expect(receiver.received).toHaveLength(1);
    expect(await endpointOf(house, 'operator', endpoint.id)).toMatchObject({ state: 'DISABLED', stateReason: 'GONE' });
  });

  it('with nothing but failures for five days is disabled, is on the operator’s list, and loses nothing when resumed', async () => {
    const { endpoint } = await register();
    receiver.answer(status(500));
    await house.openMediation();
    await tell(house);
    expect(await endpointOf(house, 'operator', endpoint.id)).toMatchObject({ state: 'ACTIVE' });
    await house.app.database.prisma.$executeRaw`
      UPDATE webhook_endpoint SET failing_since = failing_since - interval '6 days'`;
    await letTimePass(house);
    await tell(house);
    await house.openMediation();
    await tell(house);

    const { data } = await house.run<{ webhookEndpoints: { nodes: readonly object[] } }>(
      'operator',
      '{ webhookEndpoints(state: [DISABLED]) { nodes { id stateReason agency { code } } } }',
    );
    expect(data.webhookEndpoints.nodes).toEqual([
      { id: endpoint.id, stateReason: 'ONLY_FAILURES', agency: { code: 'union' } },
    ]);
    expect(receiver.received).toHaveLength(2);

    receiver.answer(status(204));
    await partner(house, 'operator', 'resumeWebhookEndpoint', { endpointId: endpoint.id });
    await letTimePass(house);
    await tell(house);

    expect((await deliveriesOf(house, 'operator', endpoint.id)).map((delivery) => delivery.status)).toEqual([
      'DELIVERED',
      'DELIVERED',
    ]);
  });

  it('that is paused is told nothing until it is resumed, but can be tested', async () => {
    const { endpoint } = await register();
    await partner(house, 'operator', 'pauseWebhookEndpoint', { endpointId: endpoint.id });
    await house.openMediation();
    await tell(house);
    expect(receiver.received).toEqual([]);

    await partner(house, 'operator', 'testWebhookEndpoint', { endpointId: endpoint.id });
    await tell(house);
    expect(receiver.received.map(({ type }) => type)).toEqual(['ping']);

    await partner(house, 'operator', 'resumeWebhookEndpoint', { endpointId: endpoint.id });
    await tell(house);
    expect(receiver.received.map(({ type }) => type)).toEqual(['ping', 'referral.drafted']);
  });

  it('registered late is told what went before when it asks, and what it had gets the id it had', async () => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    await house.app.database.prisma.$executeRaw`TRUNCATE partner_event`;
    await house.openMediation();
    await tell(house);
    const { endpoint } = await register();
    await house.openMediation();
    await tell(house);
    const [told] = receiver.received;
    receiver.forget();

    const answer = await partner(house, 'operator', 'resendFrom', { endpointId: endpoint.id, from });
    await tell(house);

    expect(answer).toMatchObject({ count: 2, more: false, userErrors: [] });
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received.map(({ id }) => id)).toContain(told?.id);
  });

  it('is not told again what is no longer kept', async () => {
    const { endpoint } = await register();

    const answer = await partner(house, 'operator', 'resendFrom', {
      endpointId: endpoint.id,
      from: new Date(Date.now() - 8 * 86_400_000).toISOString(),
    });

    expect(answer.userErrors).toMatchObject([{ code: 'RESEND_TOO_FAR', path: ['from'] }]);
  });

  it('keeps deliveries for seven days', async () => {
    const { endpoint } = await register();
    await house.openMediation();
    await tell(house);
    await house.app.database.prisma
      .$executeRaw`UPDATE webhook_delivery SET created_at = created_at - interval '8 days'`;

    await house.app.system.sweepPartnerLog();

    expect(await deliveriesOf(house, 'operator', endpoint.id)).toEqual([]);
  });
});
