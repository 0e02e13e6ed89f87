import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyStandardWebhook } from '#connectors/kit/webhook-signature.ts';
import type { WebhookMessage } from '#domain/agencies/agency-connector.ts';

const now = new Date('2026-03-04T02:15:00Z');
const current = Buffer.alloc(24, 1);
const previous = Buffer.alloc(24, 2);
const body = Buffer.from([0xd6, 0xd0, 0xff]);

function sign(secret: Uint8Array, id: string, timestamp: string, bytes: Uint8Array): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(bytes).digest('base64')}`;
}

interface Alterations {
  readonly id?: string;
  readonly secondsAgo?: number;
  readonly timestamp?: string;
  readonly signature?: string;
  readonly received?: Uint8Array;
  readonly secret?: Uint8Array;
}

function message(alter: Alterations = {}): WebhookMessage {
  const id = alter.id ?? 'msg_1';
  const timestamp = alter.timestamp ?? String(now.getTime() / 1000 - (alter.secondsAgo ?? 0));
  const signature = alter.signature ?? sign(alter.secret ?? current, id, timestamp, body);
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    body: alter.received ?? body,
  };
}

describe('the signature of a pushed message', () => {
  it('agrees with the example published with Standard Webhooks', () => {
    const published: WebhookMessage = {
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      body: Buffer.from('{"test": 2432232314}'),
    };
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');

    const verdict = verifyStandardWebhook([secret], published, new Date(1_614_265_330_000));

    expect(verdict).toEqual({ genuine: true, messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek' });
  });

  it.each<[string, Alterations]>([
    ['signed just now', {}],
    ['signed five minutes ago', { secondsAgo: 300 }],
    ['signed by a clock five minutes ahead', { secondsAgo: -300 }],
    ['signed with the secret that is being replaced', { secret: previous }],
    [
      'signed with a key of each kind, ours second',
      { signature: `v1a,AAAA ${sign(current, 'msg_1', String(now.getTime() / 1000), body)}` },
    ],
  ])('takes a message %s', (_what, alter) => {
    expect(verifyStandardWebhook([current, previous], message(alter), now)).toEqual({
      genuine: true,
      messageId: 'msg_1',
    });
  });

  it.each<[string, Alterations, string]>([
    ['older than five minutes', { secondsAgo: 301 }, 'OUTSIDE_WINDOW'],
    ['from more than five minutes ahead', { secondsAgo: -301 }, 'OUTSIDE_WINDOW'],
    ['with letters after the timestamp', { timestamp: '1700000000abc' }, 'BAD_TIMESTAMP'],
    ['with a timestamp in milliseconds', { timestamp: String(now.getTime()) }, 'BAD_TIMESTAMP'],
    ['with an id that could shift the dots', { id: 'msg.1' }, 'MISSING_HEADER'],
    ['with an overlong id', { id: 'm'.repeat(101) }, 'MISSING_HEADER'],
    ['signed with another secret', { secret: Buffer.alloc(24, 9) }, 'BAD_SIGNATURE'],
    ['whose bytes were changed', { received: Buffer.from([0xd6, 0xd0, 0xfe]) }, 'BAD_SIGNATURE'],
    ['with a cut signature', { signature: 'v1,AAAA' }, 'BAD_SIGNATURE'],
    [
      'with six signatures',
      { signature: `${'v1,AAAA '.repeat(5)}${sign(current, 'msg_1', String(now.getTime() / 1000), body)}` },
      'BAD_SIGNATURE',
    ],
  ])('refuses a message %s', (_what, alter, reason) => {
    expect(verifyStandardWebhook([current, previous], message(alter), now)).toEqual({ genuine: false, reason });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('refuses a message without %s', (header) => {
    const whole = message();
    const without = { ...whole, headers: { ...whole.headers, [header]: undefined } };

    expect(verifyStandardWebhook([current], without, now)).toEqual({ genuine: false, reason: 'MISSING_HEADER' });
  });

  it('tells apart two bodies that become the same text when decoded', () => {
    const decodesAlike = Buffer.from([0xd6, 0xd0, 0xfe]);
    expect(decodesAlike.toString('utf8')).toBe(body.toString('utf8'));

    expect(verifyStandardWebhook([current], message({ received: decodesAlike }), now).genuine).toBe(false);
  });

  it('believes nobody while no secret is set', () => {
    expect(verifyStandardWebhook([], message(), now)).toEqual({ genuine: false, reason: 'BAD_SIGNATURE' });
  });
});
