import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { type AgencyOffice, routeTo } from '#domain/catalogue/routing.ts';

/** The village, its township, its county and the city. */
const DIVISIONS = ['990101002003', '990101002', '990101', '990100'];

function office(id: string, divisionCode: string, differs: Partial<AgencyOffice> = {}): AgencyOffice {
  return {
    id,
    agencyCode: agencyCode('union'),
    role: 'UNION_MEDIATION',
    divisionCode,
    name: { zh: `${id}调解室`, en: `studio ${id}` },
    openReferrals: 0,
    agencyPaused: false,
    ...differs,
  };
}

function route(...offices: AgencyOffice[]) {
  const { office: found, reasons } = routeTo('UNION_MEDIATION', DIVISIONS, offices);
  return { id: found?.id, rules: reasons.map(({ rule }) => rule), reasons };
}

describe('the office for a step', () => {
  it('is the one of the place itself', () => {
    const { id, rules } = route(office('city', '990100'), office('village', '990101002003'));

    expect(id).toBe('village');
    expect(rules).toEqual(['OFFICE_OF_DIVISION']);
  });

  it('is looked for level by level upwards, with a reason for each level', () => {
    const { id, rules } = route(office('city', '990100'), office('county', '990101'));

    expect(id).toBe('county');
    expect(rules).toEqual(['NO_OFFICE_IN_DIVISION', 'NO_OFFICE_IN_DIVISION', 'OFFICE_OF_LEVEL_ABOVE']);
  });

  it('is the least loaded of its level, and the same one every time when they are equal', () => {
    const offices = [
      office('c', '990101', { openReferrals: 2 }),
      office('b', '990101', { openReferrals: 1 }),
      office('a', '990101', { openReferrals: 1 }),
    ];

    expect(route(...offices).id).toBe('a');
    expect(route(...offices.toReversed()).id).toBe('a');
  });

  it('is near rather than idle', () => {
    expect(route(office('busy', '990101', { openReferrals: 40 }), office('idle', '990100')).id).toBe('busy');
  });

  it('is not one that is paused or full, and says which and why', () => {
    const { id, rules, reasons } = route(
      office('paused', '990101', { agencyPaused: true }),
      office('full', '990101', { capacity: 3, openReferrals: 3 }),
      office('city', '990100', { capacity: 3, openReferrals: 2 }),
    );

    expect(id).toBe('city');
    expect(rules.slice(2)).toEqual(['AGENCY_PAUSED', 'OFFICE_FULL', 'OFFICE_OF_LEVEL_ABOVE']);
    expect(reasons[2]).toMatchObject({ zh: 'paused调解室暂停接收', en: 'studio paused is paused', holds: false });
    expect(reasons[3]).toMatchObject({ zh: 'full调解室在办 3 件，已满', holds: false });
  });

  it.each([
    ['another role', office('x', '990101', { role: 'LEGAL_AID' })],
    ['another place', office('x', '990102')],
    ['no capacity at all', office('x', '990101', { capacity: 0 })],
  ])('is not one of %s', (_what, other) => {
    expect(route(other).id).toBeUndefined();
  });

  it('is nobody where nobody is, and every level says so without promising another above the last', () => {
    const { id, reasons } = route();

    expect(id).toBeUndefined();
    expect(reasons.map(({ holds }) => holds)).toEqual([false, false, false, false]);
    expect(reasons.map(({ zh }) => zh.includes('由上级办理'))).toEqual([true, true, true, false]);
  });

  it('is nobody where no place is known, with a reason', () => {
    const { office: found, reasons } = routeTo('UNION_MEDIATION', [], [office('x', '990101')]);

    expect(found).toBeUndefined();
    expect(reasons.map(({ rule, holds }) => [rule, holds])).toEqual([['NO_PLACE', false]]);
  });

  it('can always act, is never further than one that can, and is given a reason in both languages', () => {
    const anyOffice = fc.record({
      divisionCode: fc.constantFrom(...DIVISIONS, '990102'),
      openReferrals: fc.nat(4),
      capacity: fc.option(fc.nat(4), { nil: undefined }),
      agencyPaused: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyOffice, { maxLength: 8 }), (wishes) => {
        const offices = wishes.map(({ divisionCode, ...rest }, index) => office(`o${index}`, divisionCode, rest));
        const able = offices.filter(
          ({ agencyPaused, capacity, openReferrals }) =>
            !agencyPaused && (capacity === undefined || openReferrals < capacity),
        );
        const nearest = DIVISIONS.find((division) => able.some(({ divisionCode }) => divisionCode === division));
        const fewest = Math.min(
          ...able.filter(({ divisionCode }) => divisionCode === nearest).map(({ openReferrals }) => openReferrals),
        );

        const { office: found, reasons } = routeTo('UNION_MEDIATION', DIVISIONS, offices);

        expect(found?.divisionCode).toBe(nearest);
        expect(able.filter((each) => each === found).map(({ openReferrals }) => openReferrals)).toEqual(
          found ? [fewest] : [],
        );
        expect(reasons.filter(({ holds }) => holds)).toHaveLength(found ? 1 : 0);
        expect(reasons.length).toBeGreaterThan(0);
        for (const { zh, en } of reasons) {
          expect(zh).toMatch(/\p{Script=Han}/u);
          expect(en).toMatch(/[a-z]{2}/);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
