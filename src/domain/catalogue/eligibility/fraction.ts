/**
 * An exact number: amounts are divided by twelve and by heads, and a household stands on one side of a line or on the
 * other. `under` is positive. Rounded only when it is shown.
 */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const DECIMAL = /^(-?\d+)(?:\.(\d+))?$/;

/** For decimal text that was checked before, such as Yuan. Throws RangeError. */
export function fractionOf(decimal: string): Fraction {
  const match = DECIMAL.exec(decimal);
  if (!match) throw new RangeError('not a decimal number');
  const [, whole = '', places = ''] = match;
  return { over: BigInt(whole + places), under: 10n ** BigInt(places.length) };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under - b.over * a.under, under: a.under * b.under };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

/** Throws RangeError unless the divisor is a positive integer. */
export function dividedBy(a: Fraction, divisor: number): Fraction {
  if (!Number.isSafeInteger(divisor) || divisor < 1) throw new RangeError('not a positive integer');
  return { over: a.over, under: a.under * BigInt(divisor) };
}

export function isBelow(a: Fraction, b: Fraction): boolean {
  return a.over * b.under < b.over * a.under;
}

/** Two places, half away from zero (四舍五入). */
export function toTwoPlaces({ over, under }: Fraction): string {
  const size = over < 0n ? -over : over;
  const hundredths = (size * 200n + under) / (under * 2n);
  const digits = String(hundredths).padStart(3, '0');
  return `${over < 0n && hundredths > 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
