import { type GraphClient, newKey } from '../../../tools/story/graph-client.ts';
import type { WholeCase } from './whole-case.ts';

export interface OpenedCase {
  readonly id: string;
}

interface Applicant {
  readonly name: string;
  readonly residentId: string;
}

export async function openCase(client: GraphClient, input: object): Promise<OpenedCase> {
  const data = await client.ask<{ openCase: { case: OpenedCase } }>(
    'mutation ($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code message path } } }',
    { input: { idempotencyKey: newKey(), ...input } },
  );
  return data.openCase.case;
}

export function wageCase(applicant: Applicant): object {
  return {
    serviceItemCode: 'courier-wage-arrears',
    channel: 'WINDOW',
    applicant,
    divisionCode: '990101',
    form: {
      employerName: '桂江闪送科技有限公司',
      employmentGroup: 'COURIER',
      arrearsAmount: '9800.00',
      arrearsMonths: 2,
      unpaidSince: '2026-09-01',
      facts: '两个月没有发放劳动报酬',
    },
    consents: ['mediation-share', 'arbitration-share', 'court-share'],
  };
}

export function hardshipCase(applicant: Applicant): object {
  return {
    serviceItemCode: 'hardship-aid',
    channel: 'AGENCY_PUSH',
    applicant,
    divisionCode: '990101',
    form: {
      householdSize: 4,
      annualIncome: '60000.00',
      rigidExpenditure: '18000.00',
      hardshipCause: 'ILLNESS',
      facts: '家人重病，支出很大',
    },
    consents: ['economic-check', 'home-visit'],
  };
}

/** Says one thing about a referral; throws when it is refused. */
export async function answer(
  client: GraphClient,
  mutation: string,
  referralId: string,
  more: object = {},
): Promise<void> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  await client.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } } }`, {
    input: { idempotencyKey: newKey(), referralId, ...more },
  });
}

export function referralOf(whole: WholeCase, stepKey: string): string {
  const referral = whole.referrals.findLast((candidate) => candidate.stepKey === stepKey);
  if (!referral) throw new Error(`no referral for ${stepKey}`);
  return referral.id;
}
