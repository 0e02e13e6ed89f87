import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCheckedSecret, newCheckedSecret } from '#platform/crypto/checked-secret.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('a checked secret', () => {
  it('is one of its own prefix and of no other', () => {
    const secret = newCheckedSecret('od_live_');

    expect(secret).toMatch(/^od_live_[0-9A-Za-z]{49}$/);
    expect(isCheckedSecret(secret, 'od_live_')).toBe(true);
    expect(isCheckedSecret(secret, 'od_test_')).toBe(false);
    expect(isCheckedSecret(secret.replace('live', 'test'), 'od_test_')).toBe(false);
  });

  it('with one character changed, left out or put in is none', () => {
    const secret = newCheckedSecret('od_test_');
    const at = fc.integer({ min: 8, max: secret.length - 1 });

    fc.assert(
      fc.property(at, fc.constantFrom(...ALPHABET), (index, letter) => {
        const changed = secret.slice(0, index) + letter + secret.slice(index + 1);
        expect(isCheckedSecret(changed, 'od_test_')).toBe(changed === secret);
        expect(isCheckedSecret(secret.slice(0, index) + secret.slice(index + 1), 'od_test_')).toBe(false);
        expect(isCheckedSecret(secret.slice(0, index) + letter + secret.slice(index), 'od_test_')).toBe(false);
      }),
    );
  });

  it('uses every letter alike and never repeats', () => {
    const many = Array.from({ length: 2_000 }, () => newCheckedSecret(''));
    const letters = [...many.map((secret) => secret.slice(0, 43)).join('')];
    const counts = [...ALPHABET].map((letter) => letters.filter((drawn) => drawn === letter).length);
    const mean = letters.length / 62;

    expect(new Set(many).size).toBe(many.length);
    // Eight standard deviations of a fair draw.
    for (const count of counts) expect(Math.abs(count - mean)).toBeLessThan(8 * Math.sqrt(mean));
  });

  it('is not what any text is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isCheckedSecret(`od_live_${text}`, 'od_live_')).toBe(false);
      }),
    );
  });
});
