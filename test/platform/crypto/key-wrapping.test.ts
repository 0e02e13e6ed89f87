import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBlindIndex } from '#platform/crypto/blind-index.ts';
import { KeyNotHereError, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import { createKeyRingProvider } from '#platform/crypto/key-ring-provider.ts';
import { createKeyRing } from '#platform/crypto/key-ring.ts';
import { createKeyWrapping } from '#platform/crypto/key-wrapping.ts';

const a = randomBytes(32);
const b = randomBytes(32);
const wrappingWith = (active: string, keys: Record<string, Uint8Array>, suite: CryptoSuite = 'AES') =>
  createKeyWrapping({ active, keys: new Map(Object.entries(keys)), suite });

describe.each<CryptoSuite>(['AES', 'SM'])('a data key wrapped with %s', (suite) => {
  const wrapping = wrappingWith('a', { a }, suite);

  it('is 32 bytes that no other has', () => {
    const keys = Array.from({ length: 100 }, (_, index) => wrapping.unwrap(wrapping.wrapNew(`k${index}`), `k${index}`));

    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(100);
    expect(keys.every((key) => key.length === 32)).toBe(true);
  });

  it('opens under no other name', () => {
    expect(() => wrapping.unwrap(wrapping.wrapNew('k1'), 'k2')).toThrow(SealBrokenError);
  });

  it('opens in a house that has changed to the other suite', () => {
    const other = wrappingWith('a', { a }, suite === 'AES' ? 'SM' : 'AES');

    expect(other.unwrap(wrapping.wrapNew('k1'), 'k1')).toHaveLength(32);
  });

  it('is the same key under another wrapping key, and needs the old one no more', () => {
    const wrapped = wrapping.wrapNew('k1');

    const rewrapped = wrappingWith('b', { a, b }, suite).rewrap(wrapped, 'k1');

    expect(wrappingWith('b', { b }, suite).unwrap(rewrapped, 'k1')).toEqual(wrapping.unwrap(wrapped, 'k1'));
  });

  it('names the wrapping key that is not in the secret file', () => {
    const without = wrappingWith('b', { b }, suite);

    expect(() => without.unwrap(wrapping.wrapNew('k1'), 'k1')).toThrow(
      expect.objectContaining({ cause: expect.any(KeyNotHereError) }),
    );
  });

  it('cannot be opened as a value, with the same key of the file', () => {
    const values = createKeyRingProvider(createKeyRing(new Map([['a', a]])), createBlindIndex(b, suite));

    expect(() => values.open(wrapping.wrapNew('k1'), 'data_key.wrapped:k1')).toThrow(SealBrokenError);
  });
});

describe('wrapping keys', () => {
  it('have one that wraps', () => {
    expect(() => wrappingWith('c', { a })).toThrow('c is not among the keys');
  });
});
