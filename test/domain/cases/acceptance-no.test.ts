import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceNoOf } from '#domain/cases/acceptance-no.ts';

describe('an acceptance number', () => {
  it('names the county, the year and the serial number', () => {
    expect(acceptanceNoOf('990100', 2026, 318)).toMatch(/^YM990100-2026-000318-\d$/);
    expect(acceptanceNoOf('990101002003', 2026, 318)).toMatch(/^YM990101-2026-000318-\d$/);
    expect(acceptanceNoOf('990100', 2026, 1_234_567)).toMatch(/^YM990100-2026-1234567-\d$/);
  });

  it('gives away any single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999 }),
        fc.nat(5),
        fc.integer({ min: 1, max: 9 }),
        (serial, place, shift) => {
          const digits = [...String(serial).padStart(6, '0')];
          digits[place] = String((Number(digits[place]) + shift) % 10);
          const misread = Number(digits.join(''));

          expect(acceptanceNoOf('990100', 2026, misread).at(-1)).not.toBe(
            acceptanceNoOf('990100', 2026, serial).at(-1),
          );
        },
      ),
      { seed: 3 },
    );
  });
});
