import { hash } from 'node:crypto';
import type { Viewer } from '#domain/access/viewer.ts';

const MOST = 4_096;

/** Credentials that were verified a moment ago, by their SHA-256: a dump of the memory holds none of them. */
export interface CredentialCache {
  find(credential: string): Viewer | undefined;
  /** Until the credential's own end (milliseconds since 1970), and no longer than the cache keeps any. */
  keep(credential: string, viewer: Viewer, endsAtMs: number): void;
  clear(): void;
}

/** Bounded: the one kept longest makes room. Only what was verified is kept, so nobody fills it with rubbish. */
export function createCredentialCache(longestMs: number, now: () => number = Date.now, most = MOST): CredentialCache {
  const kept = new Map<string, { readonly viewer: Viewer; readonly until: number }>();
  const keyOf = (credential: string): string => hash('sha256', credential, 'base64');
  return {
    find(credential) {
      const key = keyOf(credential);
      const found = kept.get(key);
      if (!found) return undefined;
      if (now() < found.until) return found.viewer;
      kept.delete(key);
      return undefined;
    },
    keep(credential, viewer, endsAtMs) {
      const until = Math.min(endsAtMs, now() + longestMs);
      if (until <= now()) return;
      const oldest = kept.size >= most ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(keyOf(credential), { viewer, until });
    },
    clear: () => kept.clear(),
  };
}
