import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlindIndex } from '#platform/crypto/blind-index.ts';
import { type CryptoProvider, KeyNotHereError, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import { createKeyRingProvider } from '#platform/crypto/key-ring-provider.ts';
import { createKeyRing, type OpenDataKey } from '#platform/crypto/key-ring.ts';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const indexKey = randomBytes(32);
const PLACE = 'person.resident_id:7';
const NUMBER = '990101198603120018';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface House {
  readonly suite?: CryptoSuite;
  readonly fileKeys?: ReadonlyMap<string, Uint8Array>;
  readonly index?: Uint8Array;
}

/** The last of the keys seals. */
function providerOf(
  keys: readonly Pick<OpenDataKey, 'id' | 'suite' | 'bytes'>[],
  { suite = 'AES', fileKeys = new Map(), index = indexKey }: House = {},
): CryptoProvider {
  const ring = createKeyRing(fileKeys);
  ring.replace(keys.map((key, position) => ({ ...key, sealsInMs: position - keys.length })));
  return createKeyRingProvider(ring, createBlindIndex(index, suite));
}

function causeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof SealBrokenError) return error.cause;
  }
  throw new Error('it opened');
}

describe.each<CryptoSuite>(['AES', 'SM'])('a value sealed with %s', (suite) => {
  const first = { id: '2611-aaaa', suite, bytes: k1 };
  const second = { id: '2612-bbbb', suite, bytes: k2 };
  const crypto = providerOf([first], { suite });

  it.each(['', 'a', NUMBER, '覃桂兰·\u{20BB7}', 'x'.repeat(1_000_000)])('opens where it was sealed (%#)', (clear) => {
    expect(crypto.openText(crypto.seal(clear, PLACE), PLACE)).toBe(clear);
  });

  it('opens byte for byte, whatever the bytes, and at no other place', () => {
    const places = fc.string({ unit: 'binary', maxLength: 60 });

    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), places, places, (bytes, place, other) => {
        const sealed = crypto.seal(bytes, place);

        expect(hex(crypto.open(sealed, place))).toBe(hex(bytes));
        if (Buffer.from(other).equals(Buffer.from(place))) return;
        expect(() => crypto.open(sealed, other)).toThrow(SealBrokenError);
      }),
    );
  });

  it('opens as a part of a larger buffer too, as a driver hands it over', () => {
    const sealed = crypto.seal(NUMBER, PLACE);
    const larger = Buffer.concat([randomBytes(13), sealed, randomBytes(7)]);

    expect(crypto.openText(larger.subarray(13, 13 + sealed.length), PLACE)).toBe(NUMBER);
  });

  it('never looks the same twice and holds nothing of the clear text', () => {
    const sealed = Array.from({ length: 2_000 }, () => crypto.seal(NUMBER, PLACE));
    const ivs = sealed.map((bytes) => hex(bytes.subarray(11, 23)));

    expect(new Set(ivs).size).toBe(2_000);
    expect(sealed.some((bytes) => Buffer.from(bytes).includes(NUMBER))).toBe(false);
  });

  it.each(['person.resident_id:8', 'person.name:7', 'person.resident_id:70', '', `${PLACE}\0`])(
    'does not open when moved to %j',
    (place) => {
      expect(() => crypto.open(crypto.seal(NUMBER, PLACE), place)).toThrow(SealBrokenError);
    },
  );

  it('does not open when any one of its bits was altered', () => {
    const sealed = crypto.seal('short', PLACE);

    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = sealed.slice();
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => crypto.open(altered, PLACE)).toThrow(SealBrokenError);
    }
  });

  it('does not open when cut or lengthened anywhere', () => {
    const sealed = crypto.seal('short', PLACE);

    for (let length = 0; length < sealed.length; length += 1)
      expect(() => crypto.open(sealed.subarray(0, length), PLACE)).toThrow(SealBrokenError);
    expect(() => crypto.open(new Uint8Array([...sealed, 0]), PLACE)).toThrow(SealBrokenError);
  });

  it('cannot lend what it moves between its parts: place and beginning of the text are told apart', () => {
    const sealed = crypto.seal('bc', 'a');

    expect(() => crypto.open(sealed, 'ab')).toThrow(SealBrokenError);
  });

  it('opens after a newer key has begun to seal', () => {
    const rotated = providerOf([first, second], { suite });

    expect(rotated.openText(crypto.seal(NUMBER, PLACE), PLACE)).toBe(NUMBER);
    expect(() => crypto.open(rotated.seal(NUMBER, PLACE), PLACE)).toThrow(SealBrokenError);
  });

  it('opens in a house that seals with the other suite', () => {
    const other = providerOf([first, { ...second, suite: suite === 'AES' ? 'SM' : 'AES' }], { suite });

    expect(other.openText(crypto.seal(NUMBER, PLACE), PLACE)).toBe(NUMBER);
  });

  it('is lost with its key, and the fault names the key', () => {
    const without = providerOf([second], { suite });
    const cause = causeOf(() => without.open(crypto.seal(NUMBER, PLACE), PLACE));

    expect(cause).toBeInstanceOf(KeyNotHereError);
    expect(String(cause)).toContain('2611-aaaa');
  });

  it('does not open with another key of the same name, nor with the same key under another suite', () => {
    const impostor = providerOf([{ ...first, bytes: k2 }], { suite });
    const otherSuite = providerOf([{ ...first, suite: suite === 'AES' ? 'SM' : 'AES' }], { suite });
    const sealed = crypto.seal(NUMBER, PLACE);

    expect(() => impostor.open(sealed, PLACE)).toThrow(SealBrokenError);
    expect(() => otherSuite.open(sealed, PLACE)).toThrow(SealBrokenError);
  });
});

describe('a fault', () => {
  it('says where a value does not open, and not what is there', () => {
    expect(new SealBrokenError(PLACE).message).toBe(`sealed value at ${PLACE} cannot be opened`);
  });

  it('does not repeat bytes that stand where the name of a key belongs', () => {
    const crypto = providerOf([]);
    const bytes = Buffer.concat([Buffer.from([2, 14]), Buffer.from('覃桂兰 12345')]);

    expect(String(causeOf(() => crypto.open(bytes, PLACE)))).toContain('(unreadable)');
  });
});

describe('what was sealed with a key of the secret file, before there were data keys', () => {
  /** Written by the release before (2026-11-21): key 00 01 … 1f, named 2026a. */
  const BEFORE =
    '010532303236617246ecb6d20ef1a3fcc0cf5e3b128f4c3ac89f1d08eadc78c10fe47b77724c2fedd52510931db6057a8b4e839550';
  const fileKeys = new Map([['2026a', Uint8Array.from({ length: 32 }, (_, index) => index)]]);

  it('still opens', () => {
    const crypto = providerOf([{ id: '2611-aaaa', suite: 'SM', bytes: k1 }], { fileKeys });

    expect(crypto.openText(Buffer.from(BEFORE, 'hex'), PLACE)).toBe(NUMBER);
  });

  it('is not opened by a data key of the same name', () => {
    const crypto = providerOf([{ id: '2026a', suite: 'AES', bytes: fileKeys.get('2026a') ?? k1 }]);

    expect(() => crypto.openText(Buffer.from(BEFORE, 'hex'), PLACE)).toThrow(SealBrokenError);
  });

  it('is found by the same blind index', () => {
    const crypto = providerOf([], { index: new Uint8Array(32).fill(7) });

    expect(hex(crypto.blindIndex(NUMBER, 'person.resident_id'))).toBe(
      '63dcb907821313e1d413602c6686d69fbc54c328198aa0b71f9c894db938adff',
    );
  });
});

describe.each<CryptoSuite>(['AES', 'SM'])('a blind index of %s', (suite) => {
  const crypto = providerOf([{ id: '2611-aaaa', suite, bytes: k1 }], { suite });

  it('finds the same value again, whatever key seals', () => {
    const rotated = providerOf([{ id: '2612-bbbb', suite: 'AES', bytes: k2 }], { suite });

    expect(hex(rotated.blindIndex(NUMBER, 'person.resident_id'))).toBe(
      hex(crypto.blindIndex(NUMBER, 'person.resident_id')),
    );
  });

  it('differs from column to column, so that tables cannot be joined on it', () => {
    expect(hex(crypto.blindIndex(NUMBER, 'person.resident_id'))).not.toBe(
      hex(crypto.blindIndex(NUMBER, 'person.phone')),
    );
  });

  it('cannot be moved between column and value', () => {
    expect(hex(crypto.blindIndex('b', 'a'))).not.toBe(hex(crypto.blindIndex('', 'ab')));
  });

  it('needs its own key', () => {
    const other = providerOf([], { suite, index: randomBytes(32) });

    expect(hex(other.blindIndex(NUMBER, 'c'))).not.toBe(hex(crypto.blindIndex(NUMBER, 'c')));
  });

  it('is another in the other suite', () => {
    const other = providerOf([], { suite: suite === 'AES' ? 'SM' : 'AES' });

    expect(hex(other.blindIndex(NUMBER, 'c'))).not.toBe(hex(crypto.blindIndex(NUMBER, 'c')));
  });
});
