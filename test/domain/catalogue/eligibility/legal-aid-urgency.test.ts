import { describe, expect, it } from 'vitest';
import { isUrgent, legalAidUrgency } from '#domain/catalogue/eligibility/legal-aid-urgency.ts';
import { localDate } from '#domain/referrals/local-date.ts';

const TODAY = localDate('2026-03-02');

describe('legal aid before the examination', () => {
  it.each([
    ['2026-03-02', true],
    ['2026-03-08', true],
    ['2026-03-09', false],
    ['2027-03-02', false],
    ['2026-03-01', true],
  ])('for a limitation that ends on %s is %s', (day, urgent) => {
    expect(isUrgent(localDate(day), TODAY)).toBe(urgent);
  });

  it('says how many days are left and which article decides', () => {
    const { values, reasons } = legalAidUrgency({ limitationOn: '2026-03-08' }, TODAY);

    expect(values).toEqual({ urgent: true, daysLeft: 6 });
    expect(reasons.map(({ zh }) => zh)).toEqual([
      '距届满还有 6 日，可以决定先行提供法律援助（届满日 2026-03-08；法律援助法第四十四条：不足七日）',
    ]);
  });

  it('asks for a look at once at a limitation that seems to have passed', () => {
    const { values, reasons } = legalAidUrgency({ limitationOn: '2026-02-28' }, TODAY);

    expect(values).toEqual({ urgent: true, daysLeft: -2 });
    expect(reasons[0]?.zh).toContain('请当天核实时效是否中断、中止');
  });

  it.each([undefined, null, '', '2026-02-30', 20260308])('is not decided on %j', (limitationOn) => {
    const { values, reasons } = legalAidUrgency({ limitationOn }, TODAY);

    expect(values).toEqual({});
    expect(reasons).toMatchObject([{ rule: 'LEGAL_AID_URGENT', holds: false }]);
  });
});
