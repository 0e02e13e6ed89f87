import { setTimeout as pause } from 'node:timers/promises';
import {
  createRemoteJWKSet,
  type CryptoKey,
  customFetch,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';

export type KeySource = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey | Uint8Array>;

/** Nobody can say whether the token is good: the provider's keys could not be had. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

export interface RemoteKeysOptions {
  /** A key that was there may be gone. */
  readonly onKeysChanged?: () => void;
  readonly onFault?: (error: unknown) => void;
  /** Milliseconds; monotonic unless given. */
  readonly now?: () => number;
  readonly timeoutMs?: number;
  readonly cooldownMs?: number;
}

/** After this they are fetched again in the background; no request waits for it. */
const FRESH_MS = 10 * 60_000;
/** A provider that is down for a day has lost the right to be believed from memory: its keys may have been withdrawn. */
const USABLE_MS = 24 * 60 * 60_000;
/** Whatever key a token names, the provider is asked no more often. */
const COOLDOWN_MS = 1_000;
const TIMEOUT_MS = 3_000;
/** Requests that may wait out the cooldown for a key nobody knows yet: anybody can invent such a key. */
const MOST_WAITING = 32;
const MOST_BYTES = 256 * 1024;

/**
 * The keys a provider publishes. While it is down the keys of before go on for a day. A key that is not among them is
 * looked for by a fetch that began after the token came, so that no token is refused because the provider has just changed
 * its keys; at most one fetch per cooldown and process. Throws KeysUnavailableError, or JWKSNoMatchingKey of jose.
 */
export function createRemoteKeys(url: string, options: RemoteKeysOptions = {}): KeySource {
  const { onKeysChanged, onFault, now = () => performance.now(), cooldownMs = COOLDOWN_MS } = options;
  // It never fetches by itself: jose would refuse while the provider is down, and has no cooldown after a failure.
  const set = createRemoteJWKSet(new URL(url), {
    timeoutDuration: options.timeoutMs ?? TIMEOUT_MS,
    cooldownDuration: Infinity,
    cacheMaxAge: Infinity,
    [customFetch]: fetchShort,
  });
  let refreshing: Promise<void> | undefined;
  let started = 0;
  let startedAt = -Infinity;
  let fetchedAt = -Infinity;
  let failed = false;
  let waiting = 0;
  let known: string | undefined;

  function refresh(): Promise<void> {
    refreshing ??= fetchOnce().finally(() => (refreshing = undefined));
    return refreshing;
  }

  async function fetchOnce(): Promise<void> {
    started += 1;
    startedAt = now();
    try {
      await set.reload();
      failed = false;
      fetchedAt = now();
    } catch (error) {
      failed = true;
      onFault?.(error);
      return;
    }
    const fetched = JSON.stringify(set.jwks());
    if (known !== undefined && known !== fetched) onKeysChanged?.();
    known = fetched;
  }

  const cooling = (): number => startedAt + cooldownMs - now();

  /** Resolves when the cooldown is over, or with false when too many wait for that already. */
  async function cooledDown(): Promise<boolean> {
    if (waiting >= MOST_WAITING) return false;
    waiting += 1;
    try {
      await pause(Math.max(0, cooling()));
    } finally {
      waiting -= 1;
    }
    return true;
  }

  /** A fetch that begins after the call; whoever comes meanwhile joins it. False when it is not made. */
  async function fetchAnew(): Promise<boolean> {
    const before = started;
    if (cooling() > 0 && (failed || !(await cooledDown()))) return false;
    // Of all who waited, the first to wake fetches for the others.
    await (started > before ? refreshing : refresh());
    return true;
  }

  async function matching(...asked: Parameters<KeySource>): Promise<CryptoKey | undefined> {
    try {
      return await set(...asked);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined;
      throw error;
    }
  }

  async function renewWhenOld(): Promise<void> {
    const age = now() - fetchedAt;
    if (age > USABLE_MS) {
      if (refreshing || cooling() <= 0) await refresh();
      if (now() - fetchedAt > USABLE_MS) throw unavailable();
    } else if (age > FRESH_MS && cooling() <= 0) void refresh();
  }

  return async (...asked) => {
    await renewWhenOld();
    const atHand = await matching(...asked);
    if (atHand) return atHand;
    // One that is under way may have begun before the provider changed its keys, but most of the time has not.
    await refreshing;
    const joined = await matching(...asked);
    if (joined) return joined;
    const anew = await fetchAnew();
    if (failed) throw unavailable();
    const found = anew ? await matching(...asked) : undefined;
    if (!found) throw new errors.JWKSNoMatchingKey();
    return found;
  };
}

function unavailable(): KeysUnavailableError {
  return new KeysUnavailableError('the identity provider does not answer');
}

/** An answer of keys has a few kilobytes; one without end would fill the memory. */
async function fetchShort(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new RangeError('the answer of keys is too long');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
}
