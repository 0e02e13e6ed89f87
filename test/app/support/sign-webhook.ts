import { createHmac } from 'node:crypto';

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`;

export interface SigningWishes {
  readonly secret?: string;
  readonly secondsAgo?: number;
}

/** Headers of Standard Webhooks 1.0 (`v1`), made without the code that checks them. */
export function signWebhook(
  id: string,
  body: Uint8Array,
  { secret = SECRET, secondsAgo = 0 }: SigningWishes = {},
): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
