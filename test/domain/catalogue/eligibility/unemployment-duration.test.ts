import { describe, expect, it } from 'vitest';
import { longestBenefit, unemploymentDuration } from '#domain/catalogue/eligibility/unemployment-duration.ts';
import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';

function enrolment(changes: Partial<InsuranceEnrolment> = {}): InsuranceEnrolment {
  return { type: 'UNEMPLOYMENT', status: 'ENDED', paidMonths: 71, businessStatus: '终止缴费', ...changes };
}

describe('the longest unemployment benefit', () => {
  it.each([
    [0, 0],
    [11, 0],
    [12, 12],
    [59, 12],
    [60, 18],
    [71, 18],
    [119, 18],
    [120, 24],
    [480, 24],
  ])('after %i paid months is %i months', (paid, months) => {
    expect(longestBenefit(paid)).toBe(months);
  });

  it.each([
    [12, 6, 18],
    [60, 6, 24],
    [60, 7, 24],
    [120, 12, 24],
    [11, 8, 0],
  ])('after %i paid months merged with %i undrawn ones is %i', (paid, unclaimed, months) => {
    expect(longestBenefit(paid, unclaimed)).toBe(months);
  });
});

describe('paid months', () => {
  it('come from the insurance record, whatever the form says', () => {
    const { values, reasons } = unemploymentDuration({ paidMonths: 300 }, [enrolment()]);

    expect(values).toEqual({ months: 18, paidMonths: 71, declared: false });
    expect(reasons.map(({ zh }) => zh)).toEqual([
      '失业保险累计缴费 71 个月（人社参保记录），社会保险法第四十五条要求满一年',
      '最长领取 18 个月（社会保险法第四十六条：累计缴费 71 个月）',
    ]);
  });

  it('of several records count together', () => {
    const spells = [enrolment({ paidMonths: 40 }), enrolment({ paidMonths: 20, status: 'PAUSED' })];

    expect(unemploymentDuration({}, spells).values).toMatchObject({ months: 18, paidMonths: 60 });
  });

  it('of another insurance do not count', () => {
    expect(unemploymentDuration({}, [enrolment({ type: 'PENSION' })]).values).toEqual({});
  });

  it('that the record leaves open are taken as the applicant states them, and marked so', () => {
    const { values, reasons } = unemploymentDuration({ paidMonths: 12 }, [enrolment({ paidMonths: undefined })]);

    expect(values).toEqual({ months: 12, paidMonths: 12, declared: true });
    expect(reasons[0]?.zh).toContain('申请人自报');
  });

  it('below a year give no period and say so', () => {
    const { values, reasons } = unemploymentDuration({ unclaimedMonths: 5 }, [enrolment({ paidMonths: 11 })]);

    expect(values).toMatchObject({ months: 0 });
    expect(reasons.map(({ holds }) => holds)).toEqual([false, false]);
    expect(reasons[1]?.zh).toContain('前次未领取的月数由经办机构认定');
  });

  it.each([undefined, null, -1, 1.5, '71', Number.NaN])('that are %j give no value at all', (paidMonths) => {
    const { values, reasons } = unemploymentDuration({ paidMonths }, []);

    expect(values).toEqual({});
    expect(reasons).toMatchObject([{ rule: 'UNEMPLOYMENT_PAID_MONTHS', holds: false }]);
  });
});
