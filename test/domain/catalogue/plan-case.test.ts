import { describe, expect, it } from 'vitest';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Facts } from '#domain/catalogue/conditions.ts';
import { planCase, type PlanQuestion } from '#domain/catalogue/plan-case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import { AID, DISPUTE } from '../../support/factories/service-items.ts';

const FACTS: Facts = {
  applicant: { age: 30, sex: 'MALE', isMember: true, divisionCode: '990101' },
  form: {},
  channel: 'WINDOW',
};

function office(id: string, role: AgencyRole, divisionCode: string): AgencyOffice {
  return {
    id,
    agencyCode: agencyCode(id),
    role,
    divisionCode,
    name: { zh: id, en: id },
    openReferrals: 0,
    agencyPaused: false,
  };
}

function question(differs: Partial<PlanQuestion> = {}): PlanQuestion {
  return {
    item: DISPUTE,
    facts: FACTS,
    divisions: { RESIDENCE: ['990101', '990100'], WORKPLACE: ['990102', '990100'], FILING: ['990101', '990100'] },
    offices: [
      office('studio', 'UNION_MEDIATION', '990101'),
      office('bureau', 'HR_ARBITRATION', '990100'),
      office('court', 'COURT_FILING', '990100'),
    ],
    ...differs,
  };
}

describe('the plan of a case', () => {
  it('names an office and the rules of the clocks for every step, begun or not', () => {
    const { eligible, faults, plan } = planCase(question());

    expect([eligible, faults]).toEqual([true, []]);
    expect(plan.steps.map(({ key, officeId, agencyCode: agency }) => [key, officeId, agency])).toEqual([
      ['mediation', 'studio', 'studio'],
      ['arbitration', 'bureau', 'bureau'],
      ['court', 'court', 'court'],
    ]);
    expect(plan.steps[1]?.clocks).toEqual(
      ['HANDOVER', 'SUPPLEMENT', 'ARB_ACCEPT', 'ARB_AWARD'].map((key) => DISPUTE.clocks[key]),
    );
    expect(plan.caseClocks).toEqual([DISPUTE.clocks['RATING']]);
  });

  it('goes by the place that each step names', () => {
    const item = { ...DISPUTE, steps: DISPUTE.steps.map((step) => ({ ...step, jurisdiction: 'WORKPLACE' as const })) };
    const offices = [office('home', 'UNION_MEDIATION', '990101'), office('work', 'UNION_MEDIATION', '990102')];

    expect(planCase(question({ item, offices })).plan.steps[0]?.officeId).toBe('work');
    expect(planCase(question({ offices })).plan.steps[0]?.officeId).toBe('home');
  });

  it('has a fault with its reasons for every step that nobody can take, and goes on with the others', () => {
    const { faults, plan } = planCase(question({ offices: [office('bureau', 'HR_ARBITRATION', '990100')] }));

    expect(plan.steps.map(({ key }) => key)).toEqual(['arbitration']);
    expect(faults.map(({ code }) => code)).toEqual(['NO_AGENCY_AVAILABLE', 'NO_AGENCY_AVAILABLE']);
    for (const { details } of faults) {
      expect(details?.reasons?.map(({ rule }) => rule)).toEqual(['NO_OFFICE_IN_DIVISION', 'NO_OFFICE_IN_DIVISION']);
    }
  });

  it('answers every condition with its own words, and all must hold', () => {
    const words = { zh: '是', en: 'yes' };
    const not = { zh: '否', en: 'no' };
    const item = {
      ...AID,
      eligibility: [
        { rule: 'ADULT', when: 'applicant.age >= 18', because: words, notBecause: not },
        { rule: 'MEMBER', when: 'applicant.isMember', because: words, notBecause: not },
      ],
    };
    const stranger = { ...FACTS, applicant: { ...FACTS.applicant, isMember: false } };

    const { eligible, plan } = planCase(question({ item, facts: stranger }));

    expect(eligible).toBe(false);
    expect(plan.eligibility).toEqual([
      { rule: 'ADULT', holds: true, ...words },
      { rule: 'MEMBER', holds: false, ...not },
    ]);
  });

  it('cannot be drawn up from an item that names a clock it does not carry', () => {
    expect(() => planCase(question({ item: { ...DISPUTE, caseClocks: ['NO_SUCH_CLOCK'] } }))).toThrow(RangeError);
  });

  it('is the same each time it is asked for', () => {
    expect(planCase(question())).toEqual(planCase(question()));
  });
});
