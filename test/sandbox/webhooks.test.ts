import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf, startGatewayStub, type GatewayStub } from './support/gateway-stub.ts';
import { filing } from './support/requests.ts';
import { startAgency, type AgencyProcess } from './support/start-agency.ts';

const KEY = Buffer.from('a key of this test only');

describe('a webhook', () => {
  let gateway: GatewayStub;
  let court: AgencyProcess;

  beforeEach(async () => {
    gateway = await startGatewayStub();
    court = await startAgency('court', {
      SANDBOX_GATEWAY_URL: gateway.url,
      SANDBOX_COURT_WEBHOOK_SECRET: `whsec_${KEY.toString('base64')}`,
    });
  });
  afterEach(async () => {
    await court.dispose();
    await gateway.close();
  });

  it('is signed over its id, its time and its very bytes', async () => {
    await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    const [webhook] = await gateway.waitForWebhooks(1);

    expect(webhook?.path).toBe('/webhooks/court');
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = webhook!.headers;
    expect(id).toMatch(/^[\w-]{1,100}$/);
    expect(timestamp).toMatch(/^\d{10}$/);
    const expected = createHmac('sha256', KEY)
      .update(`${String(id)}.${String(timestamp)}.`)
      .update(webhook!.body)
      .digest('base64');
    expect(signature).toBe(`v1,${expected}`);
  });

  it('is sent until it is taken, under one id and unchanged', async () => {
    gateway.answerWith(503, 400, 204);
    await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    await expect
      .poll(() => court.control('deliveries'), { timeout: 10_000, interval: 20 })
      .toEqual({ pending: 0, delivered: 3 });

    const byId = Map.groupBy(gateway.received, (webhook) => String(webhook.headers['webhook-id']));
    expect(gateway.received).toHaveLength(5);
    expect(byId.size).toBe(3);
    for (const attempts of byId.values()) {
      expect(new Set(attempts.map((attempt) => attempt.body.toString('hex'))).size).toBe(1);
    }
  });

  it('comes twice in mode duplicate', async () => {
    await court.control('behaviour', { mode: 'duplicate' });
    await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    const received = await gateway.waitForWebhooks(6);

    expect(received.map((webhook) => String(contentOf(webhook)['xh'])).toSorted()).toEqual([
      '1',
      '1',
      '2',
      '2',
      '3',
      '3',
    ]);
  });

  it('comes last first in mode reorder', async () => {
    await court.control('behaviour', { mode: 'reorder' });
    await court.post('/fyjk/lajs', filing('oe-1', 'ref-1'));

    const received = await gateway.waitForWebhooks(3);

    expect(received.map((webhook) => contentOf(webhook)['xh'])).toEqual([3, 2, 1]);
  });

  it('waits for a gateway to be named', async () => {
    const lonely = await startAgency('court');
    try {
      await lonely.post('/fyjk/lajs', filing('oe-1', 'ref-1'));
      await expect
        .poll(() => lonely.control('deliveries'), { timeout: 10_000, interval: 20 })
        .toEqual({ pending: 3, delivered: 0 });

      await lonely.control('gateway', { url: gateway.url });

      const received = await gateway.waitForWebhooks(3);
      expect(received.map((webhook) => contentOf(webhook)['ajzt'])).toEqual(['收到材料', '已受理', '立案']);
    } finally {
      await lonely.dispose();
    }
  });
});
