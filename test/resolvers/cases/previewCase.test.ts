import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { HARDSHIP_FORM, HUANG, NONG, QIN, stranger, WAGE_FORM, wageCase } from '../support/case-inputs.ts';
import { opened, USER_ERRORS, type UserErrorSeen } from '../support/case-operations.ts';
import { countRows } from '../support/count-rows.ts';

const PREVIEW = /* GraphQL */ `
  ${USER_ERRORS}
  query Preview($input: PreviewCaseInput!) {
    previewCase(input: $input) {
      eligible
      reasons {
        rule
        holds
        zh
        en
      }
      steps {
        key
        status
        role
        office {
          name {
            zh
          }
          agency {
            code
          }
        }
        reasons {
          rule
        }
        clocks {
          key
          source
        }
      }
      deadlines {
        stepKey
        deadline {
          rule {
            key
          }
          dueOn
          explanation {
            zh
          }
        }
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`;

interface Preview {
  readonly eligible: boolean | null;
  readonly reasons: readonly { readonly rule: string; readonly holds: boolean; readonly zh: string }[];
  readonly steps: readonly { readonly key: string; readonly status: string }[];
  readonly deadlines: readonly {
    readonly stepKey: string;
    readonly deadline: { readonly rule: { readonly key: string }; readonly dueOn: string };
  }[];
  readonly userErrors: readonly UserErrorSeen[];
}

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

async function preview(input: Readonly<Record<string, unknown>>, as: PersonaName = 'window'): Promise<Preview> {
  const before = await countRows(house);
  const { data, errors } = await house.run<{ previewCase: Preview }>(as, PREVIEW, { input });
  expect(errors).toEqual([]);
  expect(await countRows(house)).toEqual(before);
  return data.previewCase;
}

const wages = (changes: Readonly<Record<string, unknown>> = {}) => ({
  serviceItemCode: 'courier-wage-arrears',
  residentId: stranger().residentId,
  divisionCode: '990101',
  form: WAGE_FORM,
  ...changes,
});

const hardship = (changes: Readonly<Record<string, unknown>> = {}) => ({
  serviceItemCode: 'hardship-aid',
  residentId: HUANG.residentId,
  divisionCode: '990101001',
  form: HARDSHIP_FORM,
  ...changes,
});

describe('a preview', () => {
  it('says who would handle each step, why, and with which clocks, and stores nothing', async () => {
    expect(await preview(wages())).toMatchObject({
      eligible: true,
      reasons: [
        { rule: 'WORKING_AGE', holds: true, zh: '申请人已满十六周岁（劳动法第十五条）' },
        { rule: 'ARREARS_POSITIVE', holds: true },
      ],
      steps: [
        {
          key: 'mediation',
          status: 'WAITING',
          office: { agency: { code: 'union' } },
          clocks: [{ key: 'HANDOVER' }, { key: 'SUPPLEMENT' }, { key: 'MED_LDMA' }],
        },
        { key: 'arbitration', status: 'WAITING', office: { agency: { code: 'hr-bureau' } } },
        { key: 'court', status: 'WAITING', office: { agency: { code: 'court' } } },
      ],
      userErrors: [],
    });
  });

  it('says by when those who begin would have to act, were it accepted and received today', async () => {
    const { deadlines } = await preview(wages());
    const { data } = await house.run<{ computeDeadline: { deadline: { dueOn: string; explanation: object } } }>(
      'window',
      'query ($input: ComputeDeadlineInput!) { computeDeadline(input: $input) { deadline { dueOn explanation { zh } } } }',
      { input: { clock: 'MED_LDMA', startedOn: localDateOf(house.clock.now()), divisionCode: '990101' } },
    );

    expect(deadlines.map(({ stepKey, deadline }) => `${stepKey} ${deadline.rule.key}`)).toEqual([
      'mediation HANDOVER',
      'mediation MED_LDMA',
    ]);
    expect(deadlines[1]?.deadline).toMatchObject(data.computeDeadline.deadline);
  });

  it('plans as the case is planned afterwards', async () => {
    const before = await preview(wages({ divisionCode: '990122', workplaceDivisionCode: '990103' }));
    const record = await opened(house, wageCase({ divisionCode: '990122', workplaceDivisionCode: '990103' }));

    const { data } = await house.run<{ case: { steps: readonly { office: object; reasons: object }[] } }>(
      'window',
      'query ($id: ID!) { case(id: $id) { steps { key office { name { zh } agency { code } } reasons { rule } clocks { key source } role } } }',
      { id: record.id },
    );

    expect(before.steps.map(({ status: _status, ...step }) => step)).toEqual(data.case.steps);
  });

  it('knows a member by the number', async () => {
    expect(await preview(hardship())).toMatchObject({
      eligible: true,
      reasons: [{ rule: 'UNION_MEMBER', holds: true }],
    });
  });

  it.each([
    ['nobody knows', stranger().residentId],
    ['has left the union', '990101196901010272'],
  ])('says no, with the reason and still with the plan, to somebody who %s', async (_who, residentId) => {
    const answer = await preview(hardship({ residentId }));

    expect(answer).toMatchObject({
      eligible: false,
      reasons: [{ rule: 'UNION_MEMBER', holds: false, zh: '申请人还不是工会会员，可先办理入会' }],
      userErrors: [],
    });
    expect(answer.steps.map(({ key }) => key)).toEqual(['check', 'visit', 'approval']);
  });

  it('says where nobody can take it', async () => {
    const answer = await preview(wages({ divisionCode: '990000' }));

    expect(answer).toMatchObject({ eligible: true, userErrors: [{ code: 'NO_AGENCY_AVAILABLE' }, {}, {}] });
  });

  it.each<[string, object, readonly string[]]>([
    ['an unknown item', wages({ serviceItemCode: 'none' }), ['SERVICE_ITEM_UNKNOWN at serviceItemCode']],
    ['no number', wages({ residentId: null }), ['RESIDENT_ID_INVALID at residentId']],
    ['a wrong number', wages({ residentId: '990101198603120017' }), ['RESIDENT_ID_INVALID at residentId']],
    ['an unknown place', wages({ divisionCode: '990199' }), ['DIVISION_UNKNOWN at divisionCode']],
    ['a malformed workplace', wages({ workplaceDivisionCode: 'x' }), ['DIVISION_INVALID at workplaceDivisionCode']],
    [
      'a wrong amount and a missing answer',
      hardship({ form: { ...HARDSHIP_FORM, annualIncome: 'x', facts: undefined } }),
      ['AMOUNT_INVALID at form.annualIncome', 'FORM_FIELD_MISSING at form.facts'],
    ],
  ])('names every fault of %s and neither plans nor judges', async (_what, input, faults) => {
    const answer = await preview({ ...input });

    expect(answer).toMatchObject({ eligible: null, reasons: [], steps: [] });
    expect(answer.userErrors.map(({ code, path }) => `${code} at ${path?.join('.')}`).toSorted()).toEqual(
      [...faults].toSorted(),
    );
  });
});

describe('a worker’s preview', () => {
  it('is about themselves, without a number', async () => {
    expect(await preview(hardship({ residentId: undefined }), 'worker')).toMatchObject({
      eligible: true,
      reasons: [{ rule: 'UNION_MEMBER', holds: true }],
    });
  });

  it('is about themselves, whoever’s number is given, so that nobody can try out others', async () => {
    const ofAnother = await preview(hardship({ residentId: stranger().residentId }), 'worker');
    const own = await preview(hardship({ residentId: QIN.residentId }), 'worker');

    expect(ofAnother).toEqual(own);
    expect(await preview(hardship({ residentId: NONG.residentId }), 'worker')).toEqual(own);
  });
});
