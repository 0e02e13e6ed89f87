import { describe, expect, it } from 'vitest';
import {
  ASSESSMENT_KINDS,
  ASSESSMENT_VALUES,
  assess,
  type AssessmentKind,
} from '#domain/catalogue/eligibility/assessment.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { seededRandom } from '../../../support/factories/identifiers.ts';

const policies: PolicyTable = {
  hardship: [
    {
      divisionPrefix: '9901',
      effectiveFrom: localDate('2026-01-01'),
      dibaoMonthly: '880.00' as Yuan,
      relativeMultiplier: '2',
      source: '试验',
      confidence: 'UNCONFIRMED',
    },
  ],
};
const about = { insurance: [], policies, divisionCode: '990101', on: localDate('2026-03-02') };

const FORMS: Readonly<Record<AssessmentKind, Readonly<Record<string, unknown>>>> = {
  HARDSHIP_CATEGORY: { annualIncome: '1', rigidExpenditure: '0', householdSize: 1 },
  UNEMPLOYMENT_DURATION: { paidMonths: 71 },
  LEGAL_AID_URGENCY: { limitationOn: '2026-03-03' },
};

describe('an assessment', () => {
  it.each(ASSESSMENT_KINDS)('of %s gives every value it is known for, and no other', (kind) => {
    const { kind: same, values } = assess({ ...about, kind, form: FORMS[kind] });

    expect(same).toBe(kind);
    expect(Object.keys(values).toSorted()).toEqual(ASSESSMENT_VALUES[kind].toSorted());
  });

  it.each(ASSESSMENT_KINDS)('of %s never throws for what users type, and always says why', (kind) => {
    const random = seededRandom(46);
    const fields = ['annualIncome', 'rigidExpenditure', 'householdSize', 'hardshipCause', 'accidentCost', 'paidMonths'];
    const odd = [null, '', '0', '-1', '1e9', 'NaN', '９９', '0.005', 0, -3, 2.5, Number.NaN, [], {}, true, 'ACCIDENT'];
    for (let round = 0; round < 500; round += 1) {
      const asked = [...fields, 'limitationOn', 'unclaimedMonths'].filter(() => random() < 0.8);
      const form = Object.fromEntries(asked.map((field) => [field, odd[Math.floor(random() * odd.length)]]));

      const { values, reasons } = assess({ ...about, kind, form });

      expect(reasons.length).toBeGreaterThan(0);
      expect(Object.keys(values).filter((name) => !ASSESSMENT_VALUES[kind].includes(name))).toEqual([]);
      for (const { zh, en } of reasons) expect(zh && en).toBeTruthy();
    }
  });
});
