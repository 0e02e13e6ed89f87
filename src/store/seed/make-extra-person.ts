import { createHash } from 'node:crypto';
import { addDays, localDate } from '#domain/referrals/local-date.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { type ResidentId, residentIdCheckCharacter, sexOf } from '#domain/registry/resident-id.ts';
import { seedId } from '#store/seed/seed-id.ts';

/** Frequent in Guangxi, so that names collide about as often as they do at a real counter. */
const SURNAMES = '黄韦李陈梁覃刘陆农莫罗蒙杨张王周卢廖黎何唐蓝谭岑';
const GIVEN_NAMES = '志强秀英建国丽萍海涛小凤文斌美莲振宇春梅家豪秋菊德胜玉珍彩云永福晓燕大勇兰香国栋';

const FIRST_BIRTHDAY = localDate('1962-01-01');
/** To the end of 2005. Odd, so that days and an even number of districts do not pair up. */
const BIRTHDAYS = 16_069;
/** The population of the simulated agencies has the lower order numbers. */
const FIRST_ORDER = 500;
const LAST_ORDER = 999;

export interface ExtraPerson {
  readonly person: Person;
  /** 0 to 255 each, the same for this number on every machine: what else is to be decided about the person. */
  readonly dice: readonly [number, number, number];
}

/**
 * The number-th person for load tests: always the same one, and never one of the others. Identity numbers are counted
 * through the birthdays instead of drawn, since of 100,000 drawn ones about 80 would be the same.
 */
export function makeExtraPerson(number: number, districts: readonly string[]): ExtraPerson {
  const [d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0] = diceOf(number);
  const order = FIRST_ORDER + 2 * Math.floor(number / BIRTHDAYS) + (d6 % 2);
  if (order > LAST_ORDER) throw new RangeError(`no identity number left for extra person ${number}`);
  const divisionCode = districts[number % districts.length] ?? '';
  const born = addDays(FIRST_BIRTHDAY, number % BIRTHDAYS).replaceAll('-', '');
  const front = `${divisionCode}${born}${order}`;
  const residentId = `${front}${residentIdCheckCharacter(front)}` as ResidentId;
  const name = [
    SURNAMES[d0 % SURNAMES.length],
    GIVEN_NAMES[d1 % GIVEN_NAMES.length],
    GIVEN_NAMES[d2 % GIVEN_NAMES.length],
  ];
  return {
    person: {
      id: seedId('extra-person', String(number)),
      name: name.join('') as PersonName,
      residentId,
      phone: `199${String(10_000_000 + number).padStart(8, '0')}` as Phone,
      sex: sexOf(residentId),
      divisionCode,
    },
    dice: [d3, d4, d5],
  };
}

function diceOf(number: number): readonly number[] {
  return [...createHash('sha256').update(`extra person ${number}`).digest()];
}
