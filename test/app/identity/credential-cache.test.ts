import { describe, expect, it } from 'vitest';
import { createCredentialCache } from '#app/identity/credential-cache.ts';
import { makeViewer } from '../../domain/access/viewers.ts';

function cacheAt(longestMs: number, most?: number) {
  let now = 1_000_000;
  const cache = createCredentialCache(longestMs, () => now, most);
  return { cache, now: () => now, forward: (ms: number) => void (now += ms) };
}

const WINDOW = makeViewer('WINDOW');

describe('what was verified a moment ago', () => {
  it('is kept for its time and no longer', () => {
    const { cache, forward } = cacheAt(60_000);
    cache.keep('a', WINDOW, Infinity);

    forward(59_999);
    expect(cache.find('a')).toBe(WINDOW);
    forward(1);
    expect(cache.find('a')).toBeUndefined();
  });

  it('is not kept beyond its own end', () => {
    const { cache, forward, now } = cacheAt(60_000);
    cache.keep('a', WINDOW, now() + 10);
    cache.keep('ended', WINDOW, now());

    expect(cache.find('ended')).toBeUndefined();
    forward(10);
    expect(cache.find('a')).toBeUndefined();
  });

  it('makes room for others, the oldest first', () => {
    const { cache } = cacheAt(60_000, 3);
    for (const name of ['a', 'b', 'c', 'd']) cache.keep(name, WINDOW, Infinity);

    expect(['a', 'b', 'c', 'd'].filter((name) => cache.find(name))).toEqual(['b', 'c', 'd']);
  });

  it('is forgotten when it has to be', () => {
    const { cache } = cacheAt(60_000);
    cache.keep('a', WINDOW, Infinity);

    cache.clear();

    expect(cache.find('a')).toBeUndefined();
  });
});
