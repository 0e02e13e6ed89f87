import { describe, expect, it } from 'vitest';
import { dividedBy, fractionOf, isBelow, minus, times, toTwoPlaces } from '#domain/catalogue/eligibility/fraction.ts';

describe('exact numbers', () => {
  it.each([
    ['875', '875.00'],
    ['0.1', '0.10'],
    ['0.005', '0.01'],
    ['0.0049', '0.00'],
    ['-0.004', '0.00'],
    ['-0.005', '-0.01'],
    ['-12.345', '-12.35'],
    ['9999999999999.99', '9999999999999.99'],
  ])('%s is shown as %s', (text, shown) => {
    expect(toTwoPlaces(fractionOf(text))).toBe(shown);
  });

  it('add up where floats do not: 0.3 − 0.1 is 0.2', () => {
    const difference = minus(fractionOf('0.3'), fractionOf('0.1'));

    expect(isBelow(difference, fractionOf('0.2')) || isBelow(fractionOf('0.2'), difference)).toBe(false);
  });

  it('come back whole after a division that has no end', () => {
    const third = dividedBy(fractionOf('1'), 3);
    const whole = times(third, fractionOf('3'));

    expect(isBelow(third, fractionOf('0.3334')) && isBelow(fractionOf('0.3333'), third)).toBe(true);
    expect(isBelow(whole, fractionOf('1')) || isBelow(fractionOf('1'), whole)).toBe(false);
  });

  it.each(['', '1e3', '1,5', '.5', 'NaN'])('are not read from %j', (text) => {
    expect(() => fractionOf(text)).toThrow(RangeError);
  });

  it.each([0, -1, 1.5, Number.NaN])('are not divided by %s', (divisor) => {
    expect(() => dividedBy(fractionOf('1'), divisor)).toThrow(RangeError);
  });
});
