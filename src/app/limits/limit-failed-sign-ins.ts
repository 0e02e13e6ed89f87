import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type Admission, type Arrival, type Authenticate } from '#app/identity/admission.ts';
import { isPassing } from '#app/identity/answer-refusal.ts';
import { createTokenBuckets } from '#platform/token-buckets.ts';

/** Turned away unread; `retryAfterSeconds` until the next credential is read. */
export interface TooManyFailures {
  readonly viewer?: undefined;
  readonly retryAfterSeconds: number;
}

export type SignIn = (arrival: Arrival, address: string | undefined) => Promise<Admission | TooManyFailures>;

const MINUTE_MS = 60_000;

/**
 * Counts, per address, tokens and keys that are not valid. Behind one address sits a whole town hall, so a token that failed before
 * counts once however often a program repeats it, and once an address has used up its failures only tokens never seen here
 * are turned away unread: those accepted before are verified as ever. Without any token nothing is counted, as there is nothing
 * to guess; nor where the address cannot be told.
 */
export function limitFailedSignIns(authenticate: Authenticate, perMinute: number, now?: () => number): SignIn {
  const failures = createTokenBuckets({ periodMs: MINUTE_MS, ...(now && { now }) });
  const accepted = createLately();
  const failed = createLately();

  return async (arrival, address) => {
    if (arrival.authorization === undefined) return authenticate(arrival);
    const credential = createHash('sha256').update(arrival.authorization).digest('base64');
    const place = address === undefined ? undefined : networkOf(address);
    const known = accepted.has(credential) || failed.has(credential);
    if (!known && place !== undefined && failures.take(place, 0, perMinute).remaining === 0) {
      const { waitMs } = failures.take(place, 1, perMinute);
      return { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
    const admission = await authenticate(arrival);
    if (admission.viewer) accepted.add(credential);
    else if (!isPassing(admission.refusal)) {
      if (!known && place !== undefined) failures.take(place, 1, perMinute);
      failed.add(credential);
    }
    return admission;
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
