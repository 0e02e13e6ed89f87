import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/build-test-app.ts';

export interface OpenedCase {
  /** Global id. */
  readonly id: string;
  readonly acceptanceNo: string;
  readonly referrals: readonly { readonly id: string; readonly status: string }[];
}

/** Accepts hardship aid at the window for 覃桂兰; its first step is a check by civil affairs. */
export async function openHardshipCase(house: TestApp): Promise<OpenedCase> {
  const { data, errors } = await house.run<{ openCase: { case: OpenedCase | null; userErrors: unknown[] } }>(
    'window',
    OPEN,
    {
      input: {
        idempotencyKey: randomUUID(),
        serviceItemCode: 'hardship-aid',
        channel: 'WINDOW',
        applicant: { name: '覃桂兰', residentId: '990101198603120018', phone: '19909900001' },
        divisionCode: '990101',
        form: {
          householdSize: 3,
          annualIncome: '18000.00',
          rigidExpenditure: '9000.00',
          hardshipCause: 'ILLNESS',
          facts: '主要劳动力患病住院',
        },
        consents: ['economic-check', 'home-visit'],
      },
    },
  );
  if (!data?.openCase.case) throw new Error(`not accepted: ${JSON.stringify([errors, data])}`);
  return data.openCase.case;
}

const OPEN = `mutation ($input: OpenCaseInput!) {
  openCase(input: $input) { case { id acceptanceNo referrals { id status } } userErrors { code path } }
}`;
