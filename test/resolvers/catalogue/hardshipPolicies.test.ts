import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';

const POLICIES = `query ($divisionCode: String!) {
  hardshipPolicies(divisionCode: $divisionCode) {
    divisionPrefix effectiveFrom effectiveUntil decides dibaoMonthly relativeMultiplier accidentalRule { zh en }
    source confidence confidenceLabel { zh en }
  }
}`;

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());

async function policiesOf(divisionCode: string): Promise<readonly Record<string, unknown>[]> {
  const { data, errors } = await house.run<{ hardshipPolicies: readonly Record<string, unknown>[] }>(
    'worker',
    POLICIES,
    { divisionCode },
  );
  expect(errors).toEqual([]);
  return data.hardshipPolicies;
}

describe('what a place says about households in hardship', () => {
  it('is shown to a worker with its source, and that nobody has confirmed it', async () => {
    expect(await policiesOf('990101002')).toEqual([
      {
        divisionPrefix: '9901',
        effectiveFrom: '2020-01-01',
        effectiveUntil: null,
        decides: true,
        dibaoMonthly: '880.00',
        relativeMultiplier: '2',
        accidentalRule: {
          zh: '因意外或者疾病自己负担的费用超过家庭年收入的 0.8 倍',
          en: 'after an accident or illness, costs borne by the household above 0.8 of its yearly income',
        },
        source: '桂江市（虚构）',
        confidence: 'UNCONFIRMED',
        confidenceLabel: { zh: '未核实，仅供参考', en: 'not confirmed, for orientation only' },
      },
    ]);
  });

  it('is shown after its year as well, marked as deciding nothing, and leaves open what its source does not say', async () => {
    expect(await policiesOf('371083')).toMatchObject([
      { effectiveUntil: '2025-12-31', decides: false, relativeMultiplier: null, accidentalRule: null },
    ]);
  });

  it.each(['450103', '000000', 'none', '', '99', '９９０１０１ '])('is no guess for %j', async (divisionCode) => {
    const rows = await policiesOf(divisionCode);

    expect(rows.map(({ divisionPrefix }) => divisionPrefix)).toEqual(divisionCode.startsWith('９') ? ['9901'] : []);
  });
});
