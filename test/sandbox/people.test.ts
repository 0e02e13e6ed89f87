import { describe, expect, it } from 'vitest';
import assistance from '../../sandbox/civil-affairs/assistance.json' with { type: 'json' };
import dockets from '../../sandbox/court/dockets.json' with { type: 'json' };
import enrolments from '../../sandbox/hr-bureau/enrolments.json' with { type: 'json' };
import { hasValidCheckDigit } from '../../sandbox/kit/resident-id.ts';
import people from '../../sandbox/people.json' with { type: 'json' };

describe('the people of 桂江市', () => {
  it.each(people)('$name has a number that was never issued and agrees with the rest of the line', (person) => {
    expect(person.residentId).toMatch(/^99010[12]/);
    expect(hasValidCheckDigit(person.residentId)).toBe(true);
    expect(person.birthDate.replaceAll('-', '')).toBe(person.residentId.slice(6, 14));
    expect(person.sex).toBe(Number(person.residentId[16]) % 2 === 1 ? '1' : '2');
    expect(person.divisionCode).toBe(person.residentId.slice(0, 6));
    expect(person.phone).toMatch(/^1[3-9]\d{9}$/);
  });

  it('are all different', () => {
    expect(new Set(people.map((person) => person.residentId)).size).toBe(people.length);
    expect(new Set(people.map((person) => person.phone)).size).toBe(people.length);
  });

  it('are the only ones the agencies have records of', () => {
    const names = new Map(people.map((person) => [person.residentId, person.name]));
    const records = [
      ...dockets.map((row) => [row.sfzh, row.xm]),
      ...enrolments.map((row) => [row.residentId, row.name]),
      ...assistance.map((row) => [row.idCard, row.name]),
    ];

    for (const [residentId, name] of records) expect(names.get(residentId ?? '')).toBe(name);
  });
});

describe('a check digit', () => {
  it.each(['990101198603120019', '99010119860312001', '９９０１０１198603120018', '99010119680420004x', ''])(
    'refuses "%s"',
    (text) => {
      expect(hasValidCheckDigit(text)).toBe(false);
    },
  );

  // The second is a sample of GB 11643—1999 itself, of a person born in 1880.
  it.each(['99010119680420004X', '440524188001010014'])('accepts "%s"', (text) => {
    expect(hasValidCheckDigit(text)).toBe(true);
  });
});
