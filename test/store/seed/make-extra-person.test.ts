import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { parsePersonName } from '#domain/registry/person-name.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import { birthDateOf, isDemoResidentId, parseResidentId, sexOf } from '#domain/registry/resident-id.ts';
import { makeExtraPerson } from '#store/seed/make-extra-person.ts';

const DISTRICTS = ['990101', '990102', '990103', '990122'];
// Three turns through the birthdays, in steps that meet every district.
const people = Array.from({ length: 5_000 }, (_, index) => makeExtraPerson(index * 9, DISTRICTS).person);

describe('people for load', () => {
  it('have sound numbers of region 99 that say what the person is', () => {
    for (const person of people) {
      expect(parseResidentId(person.residentId, localDate('2026-11-21'))).toEqual({
        ok: true,
        value: person.residentId,
      });
      expect(isDemoResidentId(person.residentId)).toBe(true);
      expect(sexOf(person.residentId)).toBe(person.sex);
      expect(parsePhone(person.phone ?? '')).toEqual({ ok: true, value: person.phone });
      expect(parsePersonName(person.name)).toEqual({ ok: true, value: person.name });
    }
  });

  it('are all different, and none of the population', () => {
    const population = JSON.parse(readFileSync(join(import.meta.dirname, '../../../sandbox/people.json'), 'utf8')) as {
      residentId: string;
      phone: string;
    }[];
    const numbers = new Set([
      ...people.map(({ residentId }) => String(residentId)),
      ...population.map(({ residentId }) => residentId),
    ]);
    const phones = new Set([...people.map(({ phone }) => String(phone)), ...population.map(({ phone }) => phone)]);

    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    expect(numbers.size).toBe(people.length + population.length);
    expect(phones.size).toBe(people.length + population.length);
  });

  it('are of working age, of both sexes and from every district', () => {
    const births = people.map(({ residentId }) => birthDateOf(residentId)).toSorted();
    const men = people.filter(({ sex }) => sex === 'MALE').length;

    expect(births[0]! >= '1962-01-01').toBe(true);
    expect(births.at(-1)! <= '2005-12-31').toBe(true);
    expect(men / people.length).toBeCloseTo(0.5, 1);
    expect(new Set(people.map(({ divisionCode }) => divisionCode))).toEqual(new Set(DISTRICTS));
  });

  it('are the same person under the same number', () => {
    expect(makeExtraPerson(4711, DISTRICTS)).toEqual(makeExtraPerson(4711, DISTRICTS));
  });

  it('come to an end before a number is given twice', () => {
    expect(() => makeExtraPerson(5_000_000, DISTRICTS)).toThrow('no identity number left');
  });
});
