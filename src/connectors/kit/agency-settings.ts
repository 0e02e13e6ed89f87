import { z } from 'zod';

/**
 * An agency's base address. Absent: the agency is not connected here. Only http and https, and no user name in it, so
 * that an address can be logged.
 */
export const agencyUrl = z
  .string()
  .trim()
  .refine(isPlainHttpUrl, 'an address like https://host/path, without user name, query or fragment')
  .transform((text) => new URL(text))
  .optional();

/** How many deliveries a second the agency bears, all workers together: 5, or 0.2 for one in five seconds. */
export const callsPerSecond = z.coerce
  .number()
  .min(0.01, 'at least 0.01 calls a second')
  .max(1_000, 'at most 1000 calls a second')
  .optional();

/** `whsec_<base64>`, comma separated, current first: both of a rotation's secrets are good until the older is removed. */
export const webhookSecrets = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.string().refine(isSecret, 'secrets like whsec_<base64 of 24 to 64 bytes>'))
      .max(4, 'four secrets at most'),
  )
  .transform((secrets) => secrets.map(decodeSecret));

/** Standard Webhooks asks for 24 to 64 bytes; some agencies hand out 128-bit keys, which are strong enough. */
function isSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = decodeSecret(text);
  return length >= 16 && length <= 64;
}

function decodeSecret(secret: string): Uint8Array {
  return Buffer.from(secret.slice('whsec_'.length), 'base64');
}

function isPlainHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
