import { addDays, daysBetween, localDate, type LocalDate } from '#domain/referrals/local-date.ts';
import { type CreditCode, creditCodeCheckCharacter, organisationCheckCharacter } from '#domain/registry/credit-code.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { type ResidentId, residentIdCheckCharacter } from '#domain/registry/resident-id.ts';

/** At least 0, below 1. */
export type Random = () => number;

/** The same seed gives the same people on every machine (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface ResidentIdWishes {
  /** Six digits; anything but 99… could be a real person. */
  readonly regionPrefix?: string;
  readonly sex?: 'MALE' | 'FEMALE';
  readonly bornFrom?: LocalDate;
  readonly bornTo?: LocalDate;
}

export function makeResidentId(random: Random, wishes: ResidentIdWishes = {}): ResidentId {
  const { regionPrefix = '990101', bornFrom = localDate('1960-01-01'), bornTo = localDate('2005-12-31') } = wishes;
  const born = addDays(bornFrom, below(random, daysBetween(bornFrom, bornTo) + 1)).replaceAll('-', '');
  const parity = wishes.sex === undefined ? below(random, 2) : wishes.sex === 'MALE' ? 1 : 0;
  const order = String(below(random, 499) * 2 + 2 - parity).padStart(3, '0');
  const front = `${regionPrefix}${born}${order}`;
  return `${front}${residentIdCheckCharacter(front)}` as ResidentId;
}

export interface CreditCodeWishes {
  /** Registrar and kind: 81 a grassroots union, 91 an enterprise, 11 an authority. */
  readonly kind?: string;
  readonly regionPrefix?: string;
}

export function makeCreditCode(
  random: Random,
  { kind = '91', regionPrefix = '990101' }: CreditCodeWishes = {},
): CreditCode {
  const organisation = `MA${String(below(random, 1_000_000)).padStart(6, '0')}`;
  const front = `${kind}${regionPrefix}${organisation}${organisationCheckCharacter(organisation)}`;
  return `${front}${creditCodeCheckCharacter(front)}` as CreditCode;
}

/** China keeps no numbers aside for fiction; these at least share one block of 990. */
export function makePhone(random: Random, kind: 'MOBILE' | 'LANDLINE' = 'MOBILE'): Phone {
  const digits = String(below(random, 10_000)).padStart(4, '0');
  return (kind === 'MOBILE' ? `1990990${digits}` : `0990-990${digits}`) as Phone;
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
