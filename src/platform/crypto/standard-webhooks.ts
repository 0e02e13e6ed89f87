import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** HMAC-SHA256 of Standard Webhooks 1.0 (`v1`) over the bytes as they are sent; a text would have been decoded first. */
export function webhookMac(secret: Uint8Array, id: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
}

/** One entry of the header `webhook-signature`. */
export function webhookSignature(secret: Uint8Array, id: string, timestamp: string, body: Uint8Array): string {
  return `v1,${webhookMac(secret, id, timestamp, body).toString('base64')}`;
}

/** `whsec_` and base64, as the libraries of Standard Webhooks take it. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

export function webhookSecretBytes(secret: string): Uint8Array {
  return new Uint8Array(Buffer.from(secret.slice(PREFIX.length), 'base64'));
}
