import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAesGcmProvider, type SealingKeys } from '#platform/crypto/aes-gcm-provider.ts';
import { SealBrokenError } from '#platform/crypto/crypto-provider.ts';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const indexKey = randomBytes(32);
const keysWith = (active: string, keys: Record<string, Uint8Array>): SealingKeys => ({
  active,
  keys: new Map(Object.entries(keys)),
  indexKey,
});

const crypto = createAesGcmProvider(keysWith('k1', { k1 }));
const PLACE = 'person.resident_id:7';
const NUMBER = '990101198603120018';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a sealed value', () => {
  it.each(['', 'a', NUMBER, '覃桂兰·\u{20BB7}', 'x'.repeat(1_000_000)])('opens where it was sealed (%#)', (clear) => {
    expect(crypto.openText(crypto.seal(clear, PLACE), PLACE)).toBe(clear);
  });

  it('opens byte for byte', () => {
    const bytes = randomBytes(1_000);

    expect(Buffer.from(crypto.open(crypto.seal(bytes, PLACE), PLACE)).equals(bytes)).toBe(true);
  });

  it('never looks the same twice and holds nothing of the clear text', () => {
    const sealed = Array.from({ length: 2_000 }, () => crypto.seal(NUMBER, PLACE));

    expect(new Set(sealed.map(hex)).size).toBe(2_000);
    expect(sealed.some((bytes) => Buffer.from(bytes).includes(NUMBER))).toBe(false);
  });

  it('has an initialisation vector that no other has', () => {
    const ivs = Array.from({ length: 2_000 }, () => hex(crypto.seal(NUMBER, PLACE).subarray(4, 16)));

    expect(new Set(ivs).size).toBe(2_000);
  });

  it.each(['person.resident_id:8', 'person.name:7', 'person.resident_id:70', '', `${PLACE}\0`])(
    'does not open when moved to %j',
    (place) => {
      expect(() => crypto.open(crypto.seal(NUMBER, PLACE), place)).toThrow(SealBrokenError);
    },
  );

  it('does not open when any one of its bytes was altered', () => {
    const sealed = crypto.seal('short', PLACE);

    for (let index = 0; index < sealed.length; index += 1) {
      const altered = sealed.slice();
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => crypto.open(altered, PLACE)).toThrow(SealBrokenError);
    }
  });

  it('does not open when cut or lengthened anywhere', () => {
    const sealed = crypto.seal('short', PLACE);

    for (let length = 0; length < sealed.length; length += 1)
      expect(() => crypto.open(sealed.subarray(0, length), PLACE)).toThrow(SealBrokenError);
    expect(() => crypto.open(new Uint8Array([...sealed, 0]), PLACE)).toThrow(SealBrokenError);
  });

  it('says where it does not open, and not what is there', () => {
    const fault = new SealBrokenError(PLACE);

    expect(fault.message).toBe(`sealed value at ${PLACE} cannot be opened`);
  });
});

describe('while keys rotate', () => {
  const rotated = createAesGcmProvider(keysWith('k2', { k1, k2 }));

  it('what the old key sealed still opens', () => {
    expect(rotated.openText(crypto.seal(NUMBER, PLACE), PLACE)).toBe(NUMBER);
  });

  it('what is sealed now needs the new key', () => {
    expect(() => crypto.open(rotated.seal(NUMBER, PLACE), PLACE)).toThrow(SealBrokenError);
  });

  it('what the old key sealed is lost with the old key', () => {
    const without = createAesGcmProvider(keysWith('k2', { k2 }));

    expect(() => without.open(crypto.seal(NUMBER, PLACE), PLACE)).toThrow(SealBrokenError);
  });

  it('another key of the same name does not open', () => {
    const impostor = createAesGcmProvider(keysWith('k1', { k1: k2 }));

    expect(() => impostor.open(crypto.seal(NUMBER, PLACE), PLACE)).toThrow(SealBrokenError);
  });

  it('a key that is not there cannot be the active one', () => {
    expect(() => createAesGcmProvider(keysWith('k3', { k1 }))).toThrow('k3 is not among the keys');
  });
});

describe('a blind index', () => {
  it('finds the same value again, after a rotation of the sealing keys too', () => {
    const rotated = createAesGcmProvider(keysWith('k2', { k1, k2 }));

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
    const other = createAesGcmProvider({ ...keysWith('k1', { k1 }), indexKey: randomBytes(32) });

    expect(hex(other.blindIndex(NUMBER, 'c'))).not.toBe(hex(crypto.blindIndex(NUMBER, 'c')));
  });

  it('does not depend on the sealing key', () => {
    const other = createAesGcmProvider(keysWith('k1', { k1: k2 }));

    expect(hex(other.blindIndex(NUMBER, 'c'))).toBe(hex(crypto.blindIndex(NUMBER, 'c')));
  });
});
