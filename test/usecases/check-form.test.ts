import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormDefinition, FormProperty } from '#domain/catalogue/service-item.ts';
import { formFaults } from '#usecases/check-form.ts';
import { makeCreditCode, seededRandom } from '../support/factories/identifiers.ts';

const CREDIT_CODE = makeCreditCode(seededRandom(1));

const DEFINITION: FormDefinition = {
  type: 'object',
  required: ['employer', 'amount'],
  properties: {
    employer: field({ type: 'string', minLength: 2, maxLength: 20 }),
    amount: field({ type: 'string', kind: 'money' }),
    since: field({ type: 'string', kind: 'date' }),
    creditCode: field({ type: 'string', kind: 'credit-code' }),
    card: field({ type: 'string', kind: 'bank-card' }),
    group: field({ type: 'string', enum: ['COURIER', 'DRIVER'] }),
    months: field({ type: 'integer', minimum: 1, maximum: 120 }),
    hasContract: field({ type: 'boolean' }),
    places: field({ type: 'array', items: { type: 'string', maxLength: 6 }, maxItems: 2 }),
  },
};

const GOOD = { employer: '某某快递', amount: '16500.00' };

function field(property: Omit<FormProperty, 'title'> & Pick<FormProperty, 'type'>): FormProperty {
  return { ...property, title: { zh: '一项', en: 'a field' } };
}

/** `CODE form.field` … of a form that is good but for what is given. */
function faultsOf(differs: Readonly<Record<string, unknown>>): readonly string[] {
  return formFaults(DEFINITION, { ...GOOD, ...differs }).map(({ code, path }) => `${code} ${path?.join('.')}`);
}

describe('a form', () => {
  it('is taken with its required answers alone, and with every answer', () => {
    const whole = {
      since: '2026-02-28',
      creditCode: CREDIT_CODE,
      card: '6222021234567890128',
      group: 'DRIVER',
      months: 3,
      hasContract: false,
      places: ['家'],
    };

    expect(faultsOf({})).toEqual([]);
    expect(faultsOf(whole)).toEqual([]);
  });

  it('has all its faults named at once, each with its place', () => {
    const faults = formFaults(DEFINITION, { amount: 'much', since: 'then', group: 'OTHER', extra: 1 }).map(
      ({ code, path }) => `${code} ${path?.join('.')}`,
    );

    expect(faults.toSorted()).toEqual([
      'AMOUNT_INVALID form.amount',
      'CHOICE_INVALID form.group',
      'DATE_INVALID form.since',
      'FORM_FIELD_INVALID form.extra',
      'FORM_FIELD_MISSING form.employer',
    ]);
  });

  it.each([
    ['1e5'],
    ['1,000'],
    ['-5'],
    ['+5'],
    ['16500.001'],
    ['.5'],
    ['5.'],
    ['007'],
    [''],
    [' '],
    ['一万'],
    ['NaN'],
    ['Infinity'],
    ['0x10'],
    ['99999999999999'],
    ['1 000'],
    ['5元'],
  ])('does not take the amount %j', (amount) => {
    expect(faultsOf({ amount })).toEqual(['AMOUNT_INVALID form.amount']);
  });

  it.each([[16500], [0.1], [null], [['1']], [{ value: '1' }], [true]])(
    'does not take the amount %j, which is no text',
    (amount) => {
      expect(faultsOf({ amount })).toEqual(['FORM_FIELD_INVALID form.amount']);
    },
  );

  it.each([['0'], ['0.5'], ['16500'], ['9999999999999.99'], ['１６５００．５０']])('takes the amount %j', (amount) => {
    expect(faultsOf({ amount })).toEqual([]);
  });

  it.each([
    ['2026-02-30'],
    ['2026-02-29'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['2026-1-1'],
    ['26-01-01'],
    ['2026/01/01'],
    ['2026-01-01T00:00:00Z'],
    [''],
  ])('does not take the date %j', (since) => {
    expect(faultsOf({ since })).toEqual(['DATE_INVALID form.since']);
  });

  it('takes 29 February of a leap year', () => {
    expect(faultsOf({ since: '2028-02-29' })).toEqual([]);
  });

  it.each([
    [CREDIT_CODE.slice(0, 17)],
    [`${CREDIT_CODE}0`],
    [`${CREDIT_CODE.slice(0, 17)}${CREDIT_CODE.endsWith('0') ? '1' : '0'}`],
    [''],
  ])('does not take the credit code %j', (creditCode) => {
    expect(faultsOf({ creditCode })).toEqual(['CREDIT_CODE_INVALID form.creditCode']);
  });

  it.each([
    ['card', '622202', 'FORM_FIELD_INVALID form.card'],
    ['group', 'courier', 'CHOICE_INVALID form.group'],
    ['group', '', 'CHOICE_INVALID form.group'],
    ['months', 0, 'FORM_FIELD_INVALID form.months'],
    ['months', 121, 'FORM_FIELD_INVALID form.months'],
    ['months', 1.5, 'FORM_FIELD_INVALID form.months'],
    ['months', '3', 'FORM_FIELD_INVALID form.months'],
    ['months', Number.POSITIVE_INFINITY, 'FORM_FIELD_INVALID form.months'],
    ['hasContract', 'true', 'FORM_FIELD_INVALID form.hasContract'],
    ['hasContract', null, 'FORM_FIELD_INVALID form.hasContract'],
    ['places', '家', 'FORM_FIELD_INVALID form.places'],
    ['places', ['a', 'b', 'c'], 'FORM_FIELD_INVALID form.places'],
    ['places', ['1234567'], 'FORM_FIELD_INVALID form.places.0'],
    ['places', [['nested']], 'FORM_FIELD_INVALID form.places.0'],
    ['employer', '某', 'FORM_FIELD_INVALID form.employer'],
    ['employer', 'x'.repeat(21), 'FORM_FIELD_INVALID form.employer'],
  ])('does not take %s = %j', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([fault]);
  });

  it('counts rare characters beyond the basic plane as one each', () => {
    expect(faultsOf({ employer: '𠮷'.repeat(20) })).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'kind', 'a/b', 'employer '])(
    'does not take the unknown field %j',
    (name) => {
      const form: Record<string, unknown> = JSON.parse(
        `{"employer":"某某快递","amount":"1","${name}":{"isAdmin":true}}`,
      );

      expect(formFaults(DEFINITION, form)).toEqual([{ code: 'FORM_FIELD_INVALID', path: ['form', name] }]);
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
  );

  it('does not take an answer that is only inherited', () => {
    expect(formFaults(DEFINITION, Object.create(GOOD) as Record<string, unknown>).map(({ code }) => code)).toEqual([
      'FORM_FIELD_MISSING',
      'FORM_FIELD_MISSING',
    ]);
  });

  it('survives an answer nested ten thousand deep', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];

    expect(faultsOf({ employer: deep, unknown: deep })).toEqual([
      'FORM_FIELD_INVALID form.unknown',
      'FORM_FIELD_INVALID form.employer',
    ]);
  });

  it('never throws, and takes only what its definition names', () => {
    const anyForm = fc.dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(DEFINITION.properties)), fc.string({ minLength: 1 })),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(anyForm, (form) => {
        const faults = formFaults(DEFINITION, form);
        const unknown = Object.keys(form).filter((name) => !Object.hasOwn(DEFINITION.properties, name));

        expect(faults.filter(({ path }) => path?.[0] !== 'form')).toEqual([]);
        for (const name of unknown) expect(faults).toContainEqual({ code: 'FORM_FIELD_INVALID', path: ['form', name] });
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
