import { describe, expect, it } from 'vitest';
import { createKeyRing, NoSealingKeyError } from '#platform/crypto/key-ring.ts';
import { keyIdOf } from '#platform/crypto/sealed-header.ts';

const bytes = new Uint8Array(32).fill(9);

function ringAt(start = 0) {
  let now = start;
  const ring = createKeyRing(new Map(), () => now);
  return { ring, pass: (ms: number) => (now += ms), sealing: () => keyIdOf(ring.sealing().header) };
}

describe('the key ring', () => {
  it('seals with nothing before the keys were read', () => {
    const { ring } = ringAt();

    expect(() => ring.sealing()).toThrow(NoSealingKeyError);
  });

  it('seals with a new key from its moment on, and not before', () => {
    const { ring, pass, sealing } = ringAt();
    ring.replace([
      { id: 'old', suite: 'AES', bytes, sealsInMs: -5_000 },
      { id: 'new', suite: 'AES', bytes, sealsInMs: 30_000 },
    ]);

    expect(sealing()).toBe('old');
    pass(29_999);
    expect(sealing()).toBe('old');
    pass(1);
    expect(sealing()).toBe('new');
  });

  it('takes the newest of several whose time has come, in whatever order they were read', () => {
    const { ring, sealing } = ringAt();
    ring.replace([
      { id: 'newest', suite: 'SM', bytes, sealsInMs: -1 },
      { id: 'old', suite: 'AES', bytes, sealsInMs: -9 },
      { id: 'retired', suite: 'AES', bytes },
    ]);

    expect(sealing()).toBe('newest');
  });

  it('has nothing to seal with while the first key waits', () => {
    const { ring, pass, sealing } = ringAt();
    ring.replace([{ id: 'first', suite: 'AES', bytes, sealsInMs: 10 }]);

    expect(() => ring.sealing()).toThrow(NoSealingKeyError);
    pass(10);
    expect(sealing()).toBe('first');
  });

  it('seals no more when nobody has looked for ten minutes, and again after a look', () => {
    const { ring, pass, sealing } = ringAt();
    const keys = [{ id: 'old', suite: 'AES', bytes, sealsInMs: -1 } as const];
    ring.replace(keys);

    pass(599_999);
    expect(sealing()).toBe('old');
    pass(1);
    expect(() => ring.sealing()).toThrow(NoSealingKeyError);
    ring.replace(keys);
    expect(sealing()).toBe('old');
  });

  it('forgets a key that is gone', () => {
    const { ring } = ringAt();
    ring.replace([{ id: 'a', suite: 'AES', bytes, sealsInMs: -1 }]);
    const header = ring.sealing().header.toString('latin1');

    ring.replace([]);

    expect(ring.find(header)).toBeUndefined();
    expect(() => ring.sealing()).toThrow(NoSealingKeyError);
  });
});
