import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionFault, type Facts, weigh } from '#domain/catalogue/conditions.ts';

const BECAUSE = { zh: '符合', en: 'it holds' };
const NOT_BECAUSE = { zh: '不符合', en: 'it does not' };

function holds(when: string, form: Facts['form'] = {}, age = 30): boolean {
  const facts: Facts = {
    applicant: { age, sex: 'FEMALE', isMember: true, divisionCode: '990101' },
    form,
    channel: 'WINDOW',
  };
  const [reason] = weigh([{ rule: 'RULE', when, because: BECAUSE, notBecause: NOT_BECAUSE }], facts);
  expect(reason).toEqual({ rule: 'RULE', holds: reason?.holds, ...(reason?.holds ? BECAUSE : NOT_BECAUSE) });
  return reason?.holds ?? false;
}

describe('a condition', () => {
  it.each([
    ['applicant.age >= 16', {}, true],
    ['applicant.isMember && channel == "WINDOW"', {}, true],
    ['applicant.divisionCode.startsWith("9901")', {}, true],
    ['form.months > 2', { months: 3 }, true],
    ['form.months > 2', { months: 2 }, false],
    ['form.kind in ["A", "B"]', { kind: 'B' }, true],
    ['form.code == null', { code: null }, true],
    ['form.code == null || form.code == "X"', { code: 'Y' }, false],
  ])('%s on %j holds: %s', (when, form, expected) => {
    expect(holds(when, form)).toBe(expected);
  });

  it.each([
    [15, false],
    [16, true],
  ])('on the age of %i holds from the birthday on: %s', (age, expected) => {
    expect(holds('applicant.age >= 16', {}, age)).toBe(expected);
  });

  it.each([
    ['16500.00', true],
    ['１６５００', true],
    ['0.01', true],
    ['0', false],
    ['0.00', false],
  ])('reads the amount %s as the form does: %s', (amount, expected) => {
    expect(holds('yuan(form.amount) > 0.0', { amount })).toBe(expected);
  });

  it.each(['', 'abc', '1e5', '0x10', 'Infinity', 'NaN', '-5', '1,000', null, 5, true, ['1']])(
    'on the amount %j does not hold, nor does its contrary',
    (amount) => {
      expect(holds('yuan(form.amount) >= 0.0', { amount })).toBe(false);
      expect(holds('!(yuan(form.amount) >= 0.0)', { amount })).toBe(false);
      expect(holds('yuan(form.amount) != 3.0', { amount })).toBe(false);
    },
  );

  it.each([
    'form.absent == 1',
    'form.absent.deeper == 1',
    'nobody.age > 1',
    'form.text + 1 == 2',
    '1 / 0 == 1',
    'form.list[99] == 1',
    'unknownFunction()',
    'not a condition (',
    '',
    '1 + 1',
    '"true"',
    'form.text',
    'form.constructor != null',
    'form.__proto__ != null',
    'applicant.toString != null',
  ])('that cannot be evaluated, %s, does not hold and does not throw', (when) => {
    expect(holds(when, { text: 'true', list: [] })).toBe(false);
  });

  it('never throws and never changes the facts, whatever was typed', () => {
    const conditions = [
      'form.a == form.b',
      'yuan(form.a) > yuan(form.b)',
      'form.a > 3',
      'size(form.a) > 1',
      'form.a.b.c == "x"',
      'form.a in form.b',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...conditions),
        fc.jsonValue({ maxDepth: 4 }),
        fc.jsonValue({ maxDepth: 4 }),
        (when, a, b) => {
          const form = { a, b };
          const before = structuredClone(form);

          expect(typeof holds(when, form)).toBe('boolean');
          expect(form).toEqual(before);
        },
      ),
      { seed: 6, numRuns: 400 },
    );
  });
});

describe('the check of a condition as it is published', () => {
  it.each(['applicant.age >= 16', 'yuan(form.amount) > 0.0', 'form.flag', 'form.a == null || form.a == 3'])(
    'takes %s',
    (when) => {
      expect(conditionFault(when)).toBeUndefined();
    },
  );

  it.each([
    ['(', /./],
    ['', /./],
    ['1 + 1', /not bool/],
    ['"yes"', /not bool/],
    ['nobody.age > 1', /nobody/],
    ['yuan(3) > 0.0', /yuan/],
    ['unknownFunction()', /unknownFunction/],
  ])('names the fault of %s', (when, words) => {
    expect(conditionFault(when)).toMatch(words);
  });
});
