import { describe, expect, it } from 'vitest';
import { clockFor, clockRulesIn } from '#domain/catalogue/clock-for.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { practisedIn } from '#domain/catalogue/practised-in.ts';
import { makeClockRule, makeServiceItem } from '../../support/factories/service-items.ts';

const national = makeClockRule('CHECK', { length: 30 });
const province = local('33', 20);
const city = local('3307', 15);
const county = local('330782', 10);

function local(divisionPrefix: string, length: number): ClockRule {
  const name = { zh: '某地', en: 'a place' };
  return makeClockRule('CHECK', { length, region: { divisionPrefix, name } });
}

describe('the clock of an item', () => {
  const item = makeServiceItem({
    clocks: { CHECK: national, OTHER: makeClockRule('OTHER') },
    regionalClocks: { CHECK: [province, county, city] },
  });

  it.each([
    ['the county, before its city and its province', '330782', 10],
    ['the county, for a township in it', '330782101', 10],
    ['the city, for another county of it', '330702', 15],
    ['the province, for another city of it', '330106', 20],
    ['the country, for another province', '110101', 30],
    ['the country, for the province whose code merely ends like it', '993307', 30],
  ])('is that of %s', (_whose, division, length) => {
    expect(clockFor(item, 'CHECK', division).length).toBe(length);
  });

  it('is the national one where no region has any, as on versions published before there were regions', () => {
    expect(clockFor(item, 'OTHER', '330782')).toBe(item.clocks['OTHER']);
    expect(clockFor(makeServiceItem({ clocks: { CHECK: national } }), 'CHECK', '330782')).toBe(national);
  });

  it('that the item does not carry is a fault of the catalogue', () => {
    expect(() => clockFor(item, 'NONE', '330782')).toThrow(RangeError);
  });
});

describe('the rules of a place', () => {
  const only = { ...local('3307', 3), key: 'ONLY_THERE' };
  const rules = [national, makeClockRule('OTHER'), province, county, only];

  it('are one for each key, the narrowest', () => {
    expect(clockRulesIn(rules, '330782').map(({ key, length }) => [key, length])).toEqual([
      ['CHECK', 10],
      ['OTHER', 5],
      ['ONLY_THERE', 3],
    ]);
  });

  it('are the national ones without a place', () => {
    expect(clockRulesIn(rules)).toEqual([national, rules[1]]);
  });
});

describe('a region that follows practice', () => {
  const region = { divisionPrefix: '9901', name: { zh: '某地', en: 'a place' } };

  it('counts in the unit of practice, and says how sure that is', () => {
    const rule = makeClockRule('FIVE', {
      rollOver: true,
      practice: { unit: 'WORKING_DAY', source: '办案规则', confidence: 'UNCONFIRMED' },
    });

    expect(practisedIn(rule, region)).toEqual({
      ...makeClockRule('FIVE'),
      unit: 'WORKING_DAY',
      rollOver: false,
      source: 'of these tests；单位按办案规则',
      confidence: 'UNCONFIRMED',
      region,
    });
  });

  it('has nothing to follow where none is known', () => {
    expect(practisedIn(national, region)).toBeUndefined();
  });
});
