import { timingSafeEqual } from 'node:crypto';
import type { WebhookMessage, WebhookVerdict } from '#domain/agencies/agency-connector.ts';
import { webhookMac } from '#platform/crypto/standard-webhooks.ts';

/**
 * Standard Webhooks 1.0, symmetric scheme `v1`: HMAC-SHA256 over `id.timestamp.body` with the bytes as they came.
 *
 * Our own few lines because the published package decodes the body to text first, and two different GB18030 bodies
 * can decode to the same replacement characters: both would pass under one signature.
 */
export function verifyStandardWebhook(
  secrets: readonly Uint8Array[],
  message: WebhookMessage,
  now: Date,
): WebhookVerdict {
  const id = message.headers['webhook-id'];
  const timestamp = message.headers['webhook-timestamp'];
  const signatures = message.headers['webhook-signature'];
  if (id === undefined || timestamp === undefined || signatures === undefined) return refused('MISSING_HEADER');
  // The id is part of what is signed and separated by dots, so it may not hold one.
  if (!MESSAGE_ID.test(id)) return refused('MISSING_HEADER');
  if (!UNIX_SECONDS.test(timestamp)) return refused('BAD_TIMESTAMP');
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return refused('OUTSIDE_WINDOW');

  const offered = signatures.split(' ');
  if (offered.length > MOST_SIGNATURES) return refused('BAD_SIGNATURE');
  let genuine = false;
  for (const secret of secrets) {
    const expected = webhookMac(secret, id, timestamp, message.body);
    // Every pair is compared, so that the time taken does not tell which secret is the current one.
    for (const signature of offered) genuine = matches(signature, expected) || genuine;
  }
  return genuine ? { genuine: true, messageId: id } : refused('BAD_SIGNATURE');
}

const MESSAGE_ID = /^[\w-]{1,100}$/;
const UNIX_SECONDS = /^\d{10}$/;
const TOLERANCE_SECONDS = 5 * 60;
/** Two keys during a rotation, and room for schemes we do not know. */
const MOST_SIGNATURES = 5;

function matches(signature: string, expected: Buffer): boolean {
  if (!signature.startsWith('v1,')) return false;
  const bytes = Buffer.from(signature.slice('v1,'.length), 'base64');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function refused(reason: Extract<WebhookVerdict, { genuine: false }>['reason']): WebhookVerdict {
  return { genuine: false, reason };
}
