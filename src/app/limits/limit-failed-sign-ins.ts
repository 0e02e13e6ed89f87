import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Authenticate } from '#app/authenticate.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { createTokenBuckets } from '#platform/token-buckets.ts';

export type SignIn = (
  authorization: string | undefined,
  address: string | undefined,
) => Promise<{ readonly viewer: Viewer } | { readonly retryAfterSeconds: number | undefined }>;

const MINUTE_MS = 60_000;

/**
 * Counts, per address, tokens that are not valid. Behind one address sits a whole town hall, so a token that failed before
 * counts once however often a program repeats it, and once an address has used up its failures only tokens never seen here
 * are turned away unread: those accepted before are verified as ever. Without any token nothing is counted, as there is nothing
 * to guess; nor where the address cannot be told.
 */
export function limitFailedSignIns(authenticate: Authenticate, perMinute: number, now?: () => number): SignIn {
  const failures = createTokenBuckets({ periodMs: MINUTE_MS, ...(now && { now }) });
  const accepted = createLately();
  const failed = createLately();

  return async (authorization, address) => {
    if (authorization === undefined) return { retryAfterSeconds: undefined };
    const token = createHash('sha256').update(authorization).digest('base64');
    const place = address === undefined ? undefined : networkOf(address);
    const known = accepted.has(token) || failed.has(token);
    if (!known && place !== undefined && failures.take(place, 0, perMinute).remaining === 0) {
      const { waitMs } = failures.take(place, 1, perMinute);
      return { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
    const viewer = await authenticate(authorization);
    if (viewer) {
      accepted.add(token);
      return { viewer };
    }
    if (!known && place !== undefined) failures.take(place, 1, perMinute);
    failed.add(token);
    return { retryAfterSeconds: undefined };
  };
}

interface Lately {
  has(token: string): boolean;
  add(token: string): void;
}

/** Far more tokens than one gateway sees in their lifetime. */
const REMEMBERED = 20_000;

/** Hashes of tokens, the one not seen for longest forgotten first. */
function createLately(): Lately {
  const tokens = new Set<string>();
  return {
    has: (token) => tokens.has(token),
    add(token) {
      tokens.delete(token);
      tokens.add(token);
      const oldest = tokens.size > REMEMBERED ? tokens.values().next().value : undefined;
      if (oldest !== undefined) tokens.delete(oldest);
    },
  };
}

/** A customer gets 64 bits of an IPv6 address to choose from. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [front = '', back] = plain.split('::');
  const groups = front.split(':').filter(Boolean);
  const missing = back === undefined ? 0 : 8 - groups.length - back.split(':').filter(Boolean).length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}
