import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionFault } from '#domain/catalogue/conditions.ts';
import type { Facts } from '#domain/catalogue/facts.ts';
import { weigh } from '#domain/catalogue/weigh.ts';
import { makeFacts } from '../../support/factories/facts.ts';

const BECAUSE = { zh: '符合', en: 'it holds' };
const NOT_BECAUSE = { zh: '不符合', en: 'it does not' };

function holds(when: string, form: Facts['form'] = {}, age = 30): boolean {
  const facts = makeFacts({ applicant: { age, sex: 'FEMALE', isMember: true, divisionCode: '990101' }, form });
  const reason = weigh({ rule: 'RULE', when, because: BECAUSE, notBecause: NOT_BECAUSE }, facts, {
    sources: [],
    assessedFrom: [],
  });
  expect(reason).toEqual({ rule: 'RULE', holds: reason.holds, ...(reason.holds ? BECAUSE : NOT_BECAUSE) });
  return reason.holds;
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
    ['daysBetween(form.day, today) == 35', '2026-07-28', true],
    ['daysBetween(form.day, today) > 30', '2026-08-02', false],
    ['daysBetween(form.day, today) == -1', '2026-09-02', true],
    ['today <= addYears(form.day, 1)', '2025-09-01', true],
    ['today <= addYears(form.day, 1)', '2025-08-31', false],
    ['addYears(form.day, 1) == "2025-02-28"', '2024-02-29', true],
  ])('%s on the day %s, asked on 2026-09-01, holds: %s', (when, day, expected) => {
    expect(holds(when, { day })).toBe(expected);
  });

  it.each([
    '',
    '2026',
    '2026-02-30',
    '2026-9-1',
    '20260901',
    ' 2026-09-01',
    '2026-09-01T00:00:00Z',
    null,
    20260901,
    true,
  ])('on the day %j does not hold, nor does its contrary', (day) => {
    expect(holds('daysBetween(form.day, today) >= 0', { day })).toBe(false);
    expect(holds('!(daysBetween(form.day, today) >= 0)', { day })).toBe(false);
    expect(holds('today <= addYears(form.day, 1)', { day })).toBe(false);
    expect(holds('!(today <= addYears(form.day, 1))', { day })).toBe(false);
  });

  it.each(['8000', '-2000', '9007199254740993'])(
    'that reaches %s years away, where no day is written, does not hold',
    (years) => {
      expect(holds(`addYears(today, ${years}) != ""`)).toBe(false);
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
      'daysBetween(form.a, form.b) > 1',
      'addYears(form.a, form.b) > form.b',
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
  it.each([
    'applicant.age >= 16',
    'yuan(form.amount) > 0.0',
    'daysBetween(form.day, today) > 30',
    'today <= addYears(form.day, 1)',
    'form.flag',
    'form.a == null || form.a == 3',
  ])('takes %s', (when) => {
    expect(conditionFault(when)).toBeUndefined();
  });

  it.each([
    ['(', /./],
    ['', /./],
    ['1 + 1', /not bool/],
    ['"yes"', /not bool/],
    ['nobody.age > 1', /nobody/],
    ['yuan(3) > 0.0', /yuan/],
    ['daysBetween(today) > 30', /daysBetween/],
    ['addYears(today, "1") > today', /addYears/],
    ['daysBetween(today, today)', /not bool/],
    ['unknownFunction()', /unknownFunction/],
  ])('names the fault of %s', (when, words) => {
    expect(conditionFault(when)).toMatch(words);
  });
});
