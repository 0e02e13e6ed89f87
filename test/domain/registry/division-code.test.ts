import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DivisionCode,
  isDemoDivision,
  isStatisticsPseudoCode,
  isWithin,
  levelOf,
  parentOf,
  parseDivisionCode,
} from '#domain/registry/division-code.ts';

const code = (text: string) => text as DivisionCode;

describe('a division code', () => {
  it.each([
    ['450000', '450000', 'PROVINCE'],
    ['450100', '450100', 'CITY'],
    [' 450103 ', '450103', 'COUNTY'],
    ['450127', '450127', 'COUNTY'],
    ['320509105', '320509105', 'TOWNSHIP'],
    ['441900003', '441900003', 'TOWNSHIP'],
    ['320509105001', '320509105001', 'VILLAGE'],
    ['450103000000', '450103', 'COUNTY'],
    ['450103000', '450103', 'COUNTY'],
    ['320509105000', '320509105', 'TOWNSHIP'],
    ['４５０１０３', '450103', 'COUNTY'],
  ])('reads %s', (text, value, level) => {
    expect(parseDivisionCode(text)).toEqual({ ok: true, value });
    expect(levelOf(code(value))).toBe(level);
  });

  it.each([
    ['nothing', '', 'EMPTY'],
    ['letters', '45010A', 'BAD_CHARACTER'],
    ['7 digits', '4501030', 'BAD_LENGTH'],
    ['a number that lost its zeros', '4501', 'BAD_LENGTH'],
    ['a leading zero', '050103', 'BAD_REGION'],
    ['a county without a city', '450003', 'BAD_REGION'],
    ['a village without a township', '450103000001', 'BAD_REGION'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseDivisionCode(text)).toEqual({ ok: false, fault });
  });

  it('climbs from the village to the province', () => {
    const path: string[] = [];
    for (let division = code('320509105001') as DivisionCode | undefined; division; division = parentOf(division))
      path.push(division);

    expect(path).toEqual(['320509105001', '320509105', '320509', '320500', '320000']);
  });

  it.each([
    ['320509105', '320500', true],
    ['320500', '320500', true],
    ['320500', '320509', false],
    ['320509105', '320508', false],
    ['360103', '320000', false],
  ])('knows whether %s lies in %s', (inner, outer, within) => {
    expect(isWithin(code(inner), code(outer))).toBe(within);
  });

  it.each([
    ['320371', true],
    ['320576', true],
    ['320509', false],
    ['320581', false],
  ])('tells whether %s exists for statistics only', (text, pseudo) => {
    expect(isStatisticsPseudoCode(code(text))).toBe(pseudo);
  });

  it('knows the demonstration city', () => {
    expect([isDemoDivision(code('990100')), isDemoDivision(code('450100'))]).toEqual([true, false]);
  });

  it('lies in each of its ancestors, and they do not lie in it', () => {
    fc.assert(
      fc.property(digits(2), digits(2), digits(3), digits(3), (city, county, township, village) => {
        const division = code(`45${city}${county}${township}${village}`);
        for (let above = parentOf(division); above; above = parentOf(above)) {
          expect(isWithin(division, above)).toBe(true);
          expect(isWithin(above, division)).toBe(false);
        }
      }),
    );
  });
});

function digits(length: number) {
  return fc.integer({ min: 1, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
}
