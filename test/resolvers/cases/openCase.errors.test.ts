import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USER_ERRORS, type UserErrorCode } from '#domain/user-errors.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import {
  HARDSHIP_FORM,
  hardshipCase,
  NONG,
  type OpenCaseInput,
  QIN,
  stranger,
  WAGE_FORM,
  wageCase,
} from '../support/case-inputs.ts';
import { type CaseSeen, openCase, opened } from '../support/case-operations.ts';
import { countRows } from '../support/count-rows.ts';

let house: TestApp;
/** Open for 覃桂兰; its acceptance number has also begun the series of the district. */
let existing: CaseSeen;

beforeAll(async () => {
  house = await buildTestApp();
  existing = await opened(house, wageCase({ applicant: QIN }));
  // The township's cases are numbered in the series of its district, hardship cases too.
  await opened(house, hardshipCase({ applicant: NONG }));
});

afterAll(() => house.close());

type Fault = readonly [code: UserErrorCode, path: readonly string[]];

/**
 * Refused in both languages, with exactly these faults in any order, and not a row of any table is new, except that one
 * who is not eligible is remembered for rehearsals.
 */
async function expectRefused(input: OpenCaseInput, faults: readonly Fault[]): Promise<void> {
  const before = await countRows(house);
  const chinese = await openCase(house, input, 'window', 'zh');
  const english = await openCase(house, { ...input, idempotencyKey: crypto.randomUUID() }, 'window', 'en');
  const after = await countRows(house);

  for (const [payload, language] of [
    [chinese, 'zh'],
    [english, 'en'],
  ] as const) {
    const remedy = language === 'zh' ? 'remedyZh' : 'remedyEn';
    expect(payload).toMatchObject({ case: null, replayed: false });
    expect(payload.userErrors.map(({ code, path }) => `${code} at ${path?.join('.')}`).toSorted()).toEqual(
      faults.map(([code, path]) => `${code} at ${path.join('.')}`).toSorted(),
    );
    for (const error of payload.userErrors) {
      const texts = USER_ERRORS[error.code as UserErrorCode];
      expect(error).toMatchObject({ message: texts[language], remedy: texts[remedy] });
      expect(error.docUrl).toBe(`/docs/errors.md#${error.code.toLowerCase().replaceAll('_', '-')}`);
    }
  }
  const remembered = faults.some(([code]) => code === 'NOT_ELIGIBLE') ? 1 : 0;
  expect(after).toEqual({ ...before, refused_intake: (before['refused_intake'] ?? 0) + remembered });
}

const applicant = (changes: Partial<OpenCaseInput['applicant']>) =>
  wageCase({ applicant: { ...stranger(), ...changes } });
const form = (changes: Readonly<Record<string, unknown>>) => wageCase({ form: { ...WAGE_FORM, ...changes } });
const without = (field: keyof typeof WAGE_FORM) => {
  const { [field]: _left, ...rest } = WAGE_FORM;
  return wageCase({ form: rest });
};

const ID_PATH = ['applicant', 'residentId'];

describe('a wrong identity number is refused', () => {
  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['a wrong check character', '990101198603120017'],
    ['two digits exchanged', '990101198603210018'],
    ['a day that never was', '990101199302300011'],
    ['a birth date in the future', '990101205001010017'],
    ['one digit short', '99010119860312001'],
    ['one digit long', '9901011986031200188'],
    ['a letter in the middle', '99010119860A120018'],
    ['an X before the end', '9901011986031200X8'],
    ['the old form of 15 digits', '990101860312001'],
    ['a masked number', '990101********0018'],
    ['a region that begins with nought', '090101198603120018'],
    ['a text of thousands of characters', '9'.repeat(5_000)],
    ['an attempt at SQL', "990101198603120018' OR 1=1 --"],
  ])('%s', async (_what, residentId) => {
    await expectRefused(applicant({ residentId }), [['RESIDENT_ID_INVALID', ID_PATH]]);
  });
});

describe('a wrong name is refused', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \u3000 '],
    ['a masked name', '覃*兰'],
    ['a name that hides the person', '覃某某'],
    ['more than fifty characters', '覃'.repeat(51)],
    ['a line break', '覃桂\n兰'],
  ])('%s', async (_what, name) => {
    await expectRefused(applicant({ name }), [['NAME_INVALID', ['applicant', 'name']]]);
  });
});

describe('a wrong telephone number is refused', () => {
  it.each([
    ['letters', 'abcdefghijk'],
    ['a digit short', '1990990123'],
    ['a digit long', '199099012345'],
    ['a mobile that begins with 12', '12909901234'],
    ['a masked number', '199****1234'],
    ['a landline without its area code', '5551234'],
  ])('%s', async (_what, phone) => {
    await expectRefused(applicant({ phone }), [['PHONE_INVALID', ['applicant', 'phone']]]);
  });
});

describe('a wrong division is refused', () => {
  it.each([
    ['DIVISION_INVALID', '青榕区'],
    ['DIVISION_INVALID', '9901'],
    ['DIVISION_INVALID', '99010'],
    ['DIVISION_INVALID', '9901010'],
    ['DIVISION_INVALID', ''],
    ['DIVISION_UNKNOWN', '990199'],
    ['DIVISION_UNKNOWN', '450103'],
    ['DIVISION_UNKNOWN', '990101999'],
  ] as const)('%s for the residence %j', async (code, divisionCode) => {
    await expectRefused(wageCase({ divisionCode }), [[code, ['divisionCode']]]);
  });

  it.each([
    ['DIVISION_INVALID', 'Nanning'],
    ['DIVISION_UNKNOWN', '990199'],
  ] as const)('%s for the workplace %j', async (code, workplaceDivisionCode) => {
    await expectRefused(wageCase({ workplaceDivisionCode }), [[code, ['workplaceDivisionCode']]]);
  });
});

describe('a wrong answer on the form is refused', () => {
  it.each<[string, OpenCaseInput, Fault]>([
    ['money that is no number', form({ arrearsAmount: '一万' }), ['AMOUNT_INVALID', ['form', 'arrearsAmount']]],
    ['money with three places', form({ arrearsAmount: '1.005' }), ['AMOUNT_INVALID', ['form', 'arrearsAmount']]],
    ['money below zero', form({ arrearsAmount: '-1.00' }), ['AMOUNT_INVALID', ['form', 'arrearsAmount']]],
    ['money in the notation of floats', form({ arrearsAmount: '1e5' }), ['AMOUNT_INVALID', ['form', 'arrearsAmount']]],
    ['money as a number', form({ arrearsAmount: 16_500 }), ['FORM_FIELD_INVALID', ['form', 'arrearsAmount']]],
    ['a date that never was', form({ unpaidSince: '2025-02-30' }), ['DATE_INVALID', ['form', 'unpaidSince']]],
    ['a date in words', form({ unpaidSince: '去年' }), ['DATE_INVALID', ['form', 'unpaidSince']]],
    [
      'a credit code with a wrong check character',
      form({ employerCreditCode: '91990101MA0000001A' }),
      ['CREDIT_CODE_INVALID', ['form', 'employerCreditCode']],
    ],
    [
      'a credit code with a letter that never occurs',
      form({ employerCreditCode: '91990101MAIOZSV010' }),
      ['CREDIT_CODE_INVALID', ['form', 'employerCreditCode']],
    ],
    [
      'a choice that is not offered',
      form({ employmentGroup: 'PILOT' }),
      ['CHOICE_INVALID', ['form', 'employmentGroup']],
    ],
    ['a count below the least', form({ arrearsMonths: 0 }), ['FORM_FIELD_INVALID', ['form', 'arrearsMonths']]],
    ['a count above the most', form({ arrearsMonths: 121 }), ['FORM_FIELD_INVALID', ['form', 'arrearsMonths']]],
    ['half a month', form({ arrearsMonths: 1.5 }), ['FORM_FIELD_INVALID', ['form', 'arrearsMonths']]],
    ['a count as text', form({ arrearsMonths: '3' }), ['FORM_FIELD_INVALID', ['form', 'arrearsMonths']]],
    ['a text that says nothing', form({ facts: '欠薪' }), ['FORM_FIELD_INVALID', ['form', 'facts']]],
    ['a text without end', form({ facts: '欠'.repeat(2_001) }), ['FORM_FIELD_INVALID', ['form', 'facts']]],
    ['an object for a text', form({ facts: { a: 1 } }), ['FORM_FIELD_INVALID', ['form', 'facts']]],
    ['yes in words', form({ hasWrittenContract: 'yes' }), ['FORM_FIELD_INVALID', ['form', 'hasWrittenContract']]],
    ['null for an answer', form({ employerName: null }), ['FORM_FIELD_INVALID', ['form', 'employerName']]],
    ['a field nobody asked for', form({ bankPin: '123456' }), ['FORM_FIELD_INVALID', ['form', 'bankPin']]],
    [
      'a field of the prototype',
      wageCase({
        form: JSON.parse(`${JSON.stringify(WAGE_FORM).slice(0, -1)},"__proto__":{"x":1}}`) as object as Record<
          string,
          unknown
        >,
      }),
      ['FORM_FIELD_INVALID', ['form', '__proto__']],
    ],
    ['no employer', without('employerName'), ['FORM_FIELD_MISSING', ['form', 'employerName']]],
    ['no amount', without('arrearsAmount'), ['FORM_FIELD_MISSING', ['form', 'arrearsAmount']]],
    ['no facts', without('facts'), ['FORM_FIELD_MISSING', ['form', 'facts']]],
    [
      'a masked bank card',
      hardshipCase({ form: { ...HARDSHIP_FORM, bankCard: '622202******0128' } }),
      ['FORM_FIELD_INVALID', ['form', 'bankCard']],
    ],
    [
      'no cause of hardship among those known',
      hardshipCase({ form: { ...HARDSHIP_FORM, hardshipCause: 'LOTTERY' } }),
      ['CHOICE_INVALID', ['form', 'hardshipCause']],
    ],
  ])('%s', async (_what, input, fault) => {
    await expectRefused(input, [fault]);
  });

  it('an empty form, field by field', async () => {
    await expectRefused(
      wageCase({ form: {} }),
      ['employerName', 'employmentGroup', 'arrearsAmount', 'arrearsMonths', 'unpaidSince', 'facts'].map(
        (field) => ['FORM_FIELD_MISSING', ['form', field]] as const,
      ),
    );
  });
});

describe('a request that cannot be served is refused', () => {
  it.each(['no-such-item', '', 'COURIER-WAGE-ARREARS', "x' OR 1=1"])('for the item %j', async (serviceItemCode) => {
    await expectRefused(wageCase({ serviceItemCode }), [['SERVICE_ITEM_UNKNOWN', ['serviceItemCode']]]);
  });

  it('without a consent that it needs', async () => {
    await expectRefused(wageCase({ consents: ['mediation-share', 'court-share'] }), [
      ['CONSENT_MISSING', ['consents', 'arbitration-share']],
    ]);
  });

  it('with a consent nobody asked for', async () => {
    await expectRefused(
      wageCase({ consents: ['mediation-share', 'arbitration-share', 'court-share', 'sell-my-data'] }),
      [['CHOICE_INVALID', ['consents', 'sell-my-data']]],
    );
  });

  it('under another name than the register has', async () => {
    await expectRefused(hardshipCase({ applicant: { ...QIN, name: '覃桂芳' } }), [
      ['IDENTITY_MISMATCH', ['applicant', 'name']],
    ]);
  });

  it.each<[string, OpenCaseInput, string]>([
    ['for somebody who is no member', hardshipCase({ applicant: stranger() }), 'UNION_MEMBER'],
    ['for a child', wageCase({ applicant: { name: '覃小小', residentId: '990101201503010019' } }), 'WORKING_AGE'],
    ['for nothing owed', wageCase({ form: { ...WAGE_FORM, arrearsAmount: '0.00' } }), 'ARREARS_POSITIVE'],
  ])('%s, with the reasons one by one', async (_what, input, rule) => {
    await expectRefused(input, [['NOT_ELIGIBLE', ['form']]]);
    const { userErrors } = await openCase(house, { ...input, idempotencyKey: crypto.randomUUID() });

    expect(userErrors).toMatchObject([{ __typename: 'NotEligibleError' }]);
    expect(userErrors[0]?.reasons?.filter(({ holds }) => !holds)).toEqual([
      expect.objectContaining({ rule, zh: expect.stringMatching(/\p{Script=Han}/u) }),
    ]);
  });

  it('where nobody can take it', async () => {
    // The city as a whole has nobody who checks or visits; its districts do.
    const input = hardshipCase({ divisionCode: '990100' });
    // A number is drawn before the plan is asked for; the first one begins the series of the division.
    const { userErrors } = await openCase(house, { ...input, idempotencyKey: crypto.randomUUID() });

    await expectRefused(
      input,
      Array.from({ length: 2 }, () => ['NO_AGENCY_AVAILABLE', ['divisionCode']] as const),
    );
    expect(userErrors[0]).toMatchObject({
      __typename: 'NotEligibleError',
      reasons: [
        { holds: false, rule: 'NO_OFFICE_IN_DIVISION', zh: expect.stringContaining('桂江市没有承担此职责的单位') },
        { holds: false, rule: 'NO_OFFICE_IN_DIVISION', zh: '演示省没有承担此职责的单位' },
      ],
    });
  });

  it('when neither home nor workplace is in the area of the window', async () => {
    await expectRefused(wageCase({ divisionCode: '990000', workplaceDivisionCode: null }), [
      ['DIVISION_OUT_OF_AREA', ['divisionCode']],
    ]);
  });

  it('but not where only the home lies elsewhere, and the window sees the case and its applicant', async () => {
    const { case: accepted, userErrors } = await openCase(
      house,
      wageCase({ divisionCode: '990000', workplaceDivisionCode: '990101' }),
    );

    expect(userErrors).toEqual([]);
    expect(accepted).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('when the same matter is open already, and shows which', async () => {
    await expectRefused(wageCase({ applicant: QIN }), [['DUPLICATE_CASE', ['serviceItemCode']]]);
    const { userErrors } = await openCase(house, wageCase({ applicant: QIN }));

    expect(userErrors).toMatchObject([
      { __typename: 'DuplicateCaseError', existing: { id: existing.id, acceptanceNo: existing.acceptanceNo } },
    ]);
  });

  it('with everything that is wrong, at once', async () => {
    await expectRefused(
      wageCase({
        applicant: { name: '', residentId: '1', phone: 'x' },
        divisionCode: '9',
        workplaceDivisionCode: '990199',
        form: { ...WAGE_FORM, arrearsAmount: 'x', employmentGroup: 'x', unpaidSince: 'x', more: 1 },
        consents: ['court-share', 'x'],
      }),
      [
        ['NAME_INVALID', ['applicant', 'name']],
        ['RESIDENT_ID_INVALID', ID_PATH],
        ['PHONE_INVALID', ['applicant', 'phone']],
        ['DIVISION_INVALID', ['divisionCode']],
        ['DIVISION_UNKNOWN', ['workplaceDivisionCode']],
        ['AMOUNT_INVALID', ['form', 'arrearsAmount']],
        ['CHOICE_INVALID', ['form', 'employmentGroup']],
        ['DATE_INVALID', ['form', 'unpaidSince']],
        ['FORM_FIELD_INVALID', ['form', 'more']],
        ['CONSENT_MISSING', ['consents', 'mediation-share']],
        ['CONSENT_MISSING', ['consents', 'arbitration-share']],
        ['CHOICE_INVALID', ['consents', 'x']],
      ],
    );
  });

  it.each([
    ['a lead that is none', 'bm9uc2Vuc2U', ['leadId']],
    ['a lead that is not there', Buffer.from(`led:${crypto.randomUUID()}`).toString('base64url'), ['leadId']],
    ['the id of something else', Buffer.from(`psn:${crypto.randomUUID()}`).toString('base64url'), ['leadId']],
  ])('for %s', async (_what, leadId, path) => {
    await expectRefused(wageCase({ leadId }), [['NOT_FOUND', path]]);
  });
});

describe('an input the contract does not know', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a channel that does not exist', { channel: 'PIGEON' }],
    ['a key that is no UUID', { idempotencyKey: '990101198603120018' }],
    ['a form that is a list', { form: ['990101198603120018'] }],
    ['no applicant', { applicant: null }],
    ['a field that does not exist', { secret: '990101198603120018' }],
    ['a NUL in a name', { applicant: { ...stranger(), name: '覃\u0000兰' } }],
    ['half a character in a name', { applicant: { ...stranger(), name: '覃\ud800' } }],
    ['a NUL in the form', { form: { ...WAGE_FORM, facts: '三个月未发\u0000工资' } }],
  ])('%s fails the operation as the caller’s mistake, stores nothing and repeats nothing', async (_what, changes) => {
    const before = await countRows(house);

    const { errors } = await house.run(
      'window',
      'mutation ($input: OpenCaseInput!) { openCase(input: $input) { replayed } }',
      {
        input: { ...wageCase(), ...changes },
      },
    );

    expect(errors).toHaveLength(1);
    expect(['BAD_USER_INPUT', 'BAD_REQUEST']).toContain(errors[0]?.extensions?.['code']);
    expect(JSON.stringify(errors)).not.toContain('990101198603120018');
    expect(await countRows(house)).toEqual(before);
  });
});
