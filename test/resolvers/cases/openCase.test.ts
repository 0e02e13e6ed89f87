import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import {
  HARDSHIP_FORM,
  hardshipCase,
  HUANG,
  type OpenCaseInput,
  stranger,
  WAGE_FORM,
  wageCase,
} from '../support/case-inputs.ts';

const OPEN = /* GraphQL */ `
  mutation Open($input: OpenCaseInput!) {
    openCase(input: $input) {
      replayed
      userErrors {
        code
        path
      }
      case {
        id
        acceptanceNo
        status
        version
        channel
        divisionCode
        openedAt
        closedAt
        outcome
        attentionReason
        rating
        form
        serviceItem {
          code
          name {
            zh
            en
          }
        }
        applicant {
          nameMasked
          residentIdMasked
          phoneMasked
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
            divisionCode
          }
          reasons {
            holds
            rule
            zh
            en
          }
          clocks {
            key
            source
            unit
            length
          }
        }
        referrals {
          stepKey
          round
          status
          role
          agency {
            code
          }
          office {
            divisionCode
          }
          delivery {
            attempts
            pending
          }
          possibleOutcomes {
            code
            name {
              zh
            }
          }
        }
        deadlines {
          rule {
            key
            name {
              zh
            }
            source
            consequence {
              zh
            }
          }
          status
          startedOn
          dueOn
          dueAt
          provisional
          explanation {
            zh
            en
          }
          skippedDays {
            date
            because
          }
        }
        timeline {
          sequence
          type
          actor
          summary {
            zh
            en
          }
          referral {
            stepKey
          }
          toStatus
        }
        consents {
          line
          recipientRole
          fields
          legalBasis
          givenAt
        }
      }
    }
  }
`;

let house: TestApp;

beforeAll(async () => {
  // A Monday in the second week after the Spring Festival of 2026, ten in the morning.
  house = await buildTestApp({ now: new Date('2026-03-02T02:00:00Z') });
});

afterAll(() => house.close());

interface Opened {
  readonly replayed: boolean;
  readonly userErrors: readonly unknown[];
  readonly case: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly steps: readonly {
      readonly key: string;
      readonly reasons: readonly { rule: string; zh: string; en: string }[];
    }[];
    readonly referrals: readonly unknown[];
    readonly deadlines: readonly unknown[];
    readonly timeline: readonly { readonly summary: { readonly zh: string; readonly en: string } }[];
    readonly consents: readonly { readonly line: string; readonly fields: readonly string[] }[];
  };
}

async function open(input: OpenCaseInput): Promise<Opened> {
  const { data, errors } = await house.run<{ openCase: Opened }>('window', OPEN, { input });
  expect(errors).toEqual([]);
  expect(data.openCase).toMatchObject({ replayed: false, userErrors: [] });
  return data.openCase;
}

function sentences({ case: record }: Opened): readonly string[] {
  return record.timeline.map(({ summary }) => summary.zh);
}

describe('a case of wage arrears', () => {
  it('is accepted with what was typed, and shows the applicant masked', async () => {
    const { case: record } = await open(
      wageCase({ applicant: { name: '欧阳·来访', residentId: '99010118900101001X', phone: '+86 199-0000-1234' } }),
    );

    expect(record).toMatchObject({
      acceptanceNo: expect.stringMatching(/^YM990101-2026-\d{6}-[\dX]$/),
      status: 'IN_PROGRESS',
      version: 1,
      channel: 'WINDOW',
      divisionCode: '990101',
      openedAt: '2026-03-02T02:00:00.000Z',
      closedAt: null,
      outcome: null,
      attentionReason: null,
      rating: null,
      form: WAGE_FORM,
      serviceItem: { code: 'courier-wage-arrears', name: { zh: '新就业形态劳动者欠薪' } },
      applicant: { nameMasked: '欧*·**', residentIdMasked: '990101********001X', phoneMasked: '199****1234' },
    });
  });

  it('goes to the studio of the workplace first, and says who comes next and why', async () => {
    const { case: record } = await open(wageCase());

    expect(record.steps).toMatchObject([
      {
        key: 'mediation',
        status: 'ACTIVE',
        role: 'UNION_MEDIATION',
        office: { name: { zh: '青榕区总工会劳动争议调解工作室' }, agency: { code: 'union' } },
        reasons: [{ holds: true, rule: 'OFFICE_OF_DIVISION', zh: expect.stringContaining('管辖青榕区') }],
        clocks: [
          { key: 'HANDOVER' },
          { key: 'SUPPLEMENT' },
          { key: 'MED_LDMA', source: '劳动争议调解仲裁法第十四条', length: 15, unit: 'DAY' },
        ],
      },
      {
        key: 'arbitration',
        status: 'WAITING',
        office: { agency: { code: 'hr-bureau' }, divisionCode: '990100' },
        reasons: [
          { holds: false, rule: 'NO_OFFICE_IN_DIVISION' },
          { holds: true, rule: 'OFFICE_OF_LEVEL_ABOVE' },
        ],
      },
      { key: 'court', status: 'WAITING', office: { agency: { code: 'court' }, divisionCode: '990101' } },
    ]);
    expect(
      record.steps
        .flatMap(({ reasons }) => reasons)
        .every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && en.length > 10),
    ).toBe(true);
  });

  it('has its first referral drawn up and nothing sent yet', async () => {
    const { case: record } = await open(wageCase());

    expect(record.referrals).toEqual([
      {
        stepKey: 'mediation',
        round: 1,
        status: 'DRAFTED',
        role: 'UNION_MEDIATION',
        agency: { code: 'union' },
        office: { divisionCode: '990101' },
        delivery: { attempts: 0, pending: true },
        possibleOutcomes: [
          { code: 'AGREED', name: { zh: '调解成功' } },
          { code: 'FAILED', name: { zh: '调解不成' } },
        ],
      },
    ]);
  });

  it('has a clock for the hand-over, with law, last day and how it was counted', async () => {
    const { case: record } = await open(wageCase());

    expect(record.deadlines).toEqual([
      {
        rule: {
          key: 'HANDOVER',
          name: { zh: '转办签收' },
          source: expect.stringContaining('社会救助暂行办法第六十条'),
          consequence: { zh: '对方未签收，转人工督办' },
        },
        status: 'RUNNING',
        startedOn: '2026-03-02',
        dueOn: '2026-03-04',
        // The end of the last day in Beijing.
        dueAt: '2026-03-04T16:00:00.000Z',
        provisional: false,
        explanation: {
          zh: '自2026-03-02的次日起算2个工作日，末日为2026-03-04。',
          en: '2 working days, counted from the day after 2026-03-02, end on 2026-03-04.',
        },
        skippedDays: [],
      },
    ]);
  });

  it('counts the hand-over over a weekend and says which days it skipped', async () => {
    house.clock.set(new Date('2026-03-06T02:00:00Z'));

    const { case: record } = await open(wageCase());

    house.clock.set(new Date('2026-03-02T02:00:00Z'));
    expect(record.deadlines).toMatchObject([
      { startedOn: '2026-03-06', dueOn: '2026-03-10', skippedDays: [{ date: '2026-03-07' }, { date: '2026-03-08' }] },
    ]);
  });

  it('keeps each consent with the fields that it covers', async () => {
    const { case: record } = await open(wageCase());

    expect(record.consents.map(({ line }) => line)).toEqual(['arbitration-share', 'court-share', 'mediation-share']);
    expect(record.consents).toMatchObject(
      record.consents.map(() => ({ legalBasis: 'CONSENT', givenAt: '2026-03-02T02:00:00.000Z' })),
    );
    expect(record.consents.find(({ line }) => line === 'mediation-share')?.fields).not.toContain(
      'applicant.residentId',
    );
  });

  it('tells its story in sentences', async () => {
    const answer = await open(wageCase());

    expect(sentences(answer)).toEqual(['已受理', '工会调解：建立转办单，交青榕区总工会劳动争议调解工作室']);
    expect(answer.case.timeline).toMatchObject([
      {
        sequence: 1,
        type: 'case.opened',
        actor: 'persona:window',
        toStatus: 'IN_PROGRESS',
        referral: null,
        summary: { en: 'Accepted' },
      },
      { sequence: 2, type: 'referral.drafted', toStatus: 'DRAFTED', referral: { stepKey: 'mediation' } },
    ]);
  });

  it('is where the person lives, and handled where they work', async () => {
    const { case: record } = await open(wageCase({ divisionCode: '990122', workplaceDivisionCode: '990103001' }));

    expect(record).toMatchObject({ divisionCode: '990122', acceptanceNo: expect.stringMatching(/^YM990122-/) });
    expect(record.steps[0]).toMatchObject({ office: { name: { zh: '临江区总工会劳动争议调解工作室' } } });
    expect(record.referrals).toMatchObject([{ office: { divisionCode: '990103' } }]);
  });
});

describe('a case of hardship aid', () => {
  it('goes to civil affairs of the residence, then the township, then the union', async () => {
    const answer = await open(hardshipCase({ applicant: HUANG }));

    expect(answer.case).toMatchObject({
      divisionCode: '990101001',
      form: HARDSHIP_FORM,
      serviceItem: { code: 'hardship-aid' },
      steps: [
        { key: 'check', status: 'ACTIVE', office: { agency: { code: 'civil-affairs' }, divisionCode: '990101' } },
        { key: 'visit', status: 'WAITING', office: { agency: { code: 'township' }, divisionCode: '990101001' } },
        { key: 'approval', status: 'WAITING', office: { agency: { code: 'union' }, divisionCode: '990100' } },
      ],
      referrals: [
        { stepKey: 'check', status: 'DRAFTED', agency: { code: 'civil-affairs' }, delivery: { pending: true } },
      ],
      consents: [
        { line: 'economic-check', recipientRole: 'CIVIL_AFFAIRS_CHECK' },
        { line: 'home-visit', recipientRole: 'TOWNSHIP_VISIT' },
      ],
    });
    expect(sentences(answer)).toEqual(['已受理', '家庭经济状况核对：建立转办单，交青榕区居民家庭经济状况核对中心']);
  });

  it('can be open for a person beside a case of another matter', async () => {
    const applicant = { name: '韦志强', residentId: '990101197309080022' };

    const [wages, aid] = [await open(wageCase({ applicant })), await open(hardshipCase({ applicant }))];

    expect(wages.case.id).not.toBe(aid.case.id);
  });
});

describe('the register', () => {
  it('learns of a person who was not in it', async () => {
    const applicant = stranger();
    const find = (residentId: string) =>
      house.run<{ found: { person: object | null } }>(
        'window',
        'query ($residentId: String!) { found: personByResidentId(residentId: $residentId) { person { nameMasked phoneMasked memberships { id } } } }',
        { residentId },
      );

    const before = await find(applicant.residentId);
    await open(wageCase({ applicant }));
    const after = await find(applicant.residentId);

    expect(before.data.found.person).toBeNull();
    expect(after.data.found.person).toMatchObject({ nameMasked: '覃**', memberships: [] });
  });

  it('knows a person again by the number alone, however it is typed, and takes a new telephone number', async () => {
    const first = stranger();
    const one = await open(wageCase({ applicant: first }));
    const typed = first.residentId.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    await house.run('window', 'mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) { replayed } }', {
      input: { idempotencyKey: crypto.randomUUID(), caseId: one.case.id, reason: '申请人撤回' },
    });

    const two = await open(wageCase({ applicant: { ...first, residentId: ` ${typed} `, phone: '19909909999' } }));

    expect(two.case).toMatchObject({ applicant: { phoneMasked: '199****9999' } });
    const { data } = await house.run<{ case: { applicant: { cases: { totalCount: number } } } }>(
      'window',
      'query ($id: ID!) { case(id: $id) { applicant { cases { totalCount } } } }',
      { id: two.case.id },
    );
    expect(data.case.applicant.cases.totalCount).toBe(2);
  });
});
