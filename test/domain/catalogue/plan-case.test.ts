import { describe, expect, it } from 'vitest';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import { catalogueFaults } from '#domain/catalogue/catalogue-faults.ts';
import { planCase, type PlanQuestion } from '#domain/catalogue/plan-case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import { makeFacts } from '../../support/factories/facts.ts';
import { AID, DISPUTE, ENDS_BRANCH, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';

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
    facts: makeFacts(),
    sources: [],
    consents: [],
    shown: [],
    confirmed: { keys: [], by: 'window' },
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
    const stranger = { ...makeFacts(), applicant: { ...makeFacts().applicant, isMember: false } };

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

describe('a step that rests on a consent line which is not required', () => {
  const both = (text: string) => ({ zh: text, en: text });
  const item = makeServiceItem({
    consents: [
      {
        line: 'share',
        text: both('把简历交给就业服务'),
        recipientRole: 'EMPLOYMENT_SERVICE',
        purpose: '就业服务',
        fields: [],
        legalBasis: 'CONSENT',
        required: false,
      },
    ],
    start: ['only', 'employment'],
    whenAllEnd: 'HANDLED',
    steps: [
      makeStep('only', { outcomes: { DONE: ENDS_BRANCH, REFUSED: ENDS_BRANCH } }),
      makeStep('employment', {
        role: 'EMPLOYMENT_SERVICE',
        consent: 'share',
        outcomes: { PLACED: ENDS_BRANCH, REFUSED: ENDS_BRANCH, NOT_NEEDED: ENDS_BRANCH },
      }),
    ],
  });
  const offices = [office('studio', 'UNION_MEDIATION', '990101'), office('jobs', 'EMPLOYMENT_SERVICE', '990100')];

  it('is taken when it was given', () => {
    const { plan } = planCase(question({ item, offices, consents: ['share'] }));

    expect(plan.steps.map(({ key }) => key)).toEqual(['only', 'employment']);
  });

  it('is left out when it was not, and says so', () => {
    const { eligible, plan } = planCase(question({ item, offices, consents: [] }));

    expect([eligible, plan.steps.map(({ key }) => key)]).toEqual([true, ['only']]);
    expect(plan.omitted).toMatchObject([{ key: 'employment', reason: { rule: 'CONSENT_NOT_GIVEN', holds: false } }]);
  });

  it('says that it was not asked for, rather than that a consent is missing, where both are so', () => {
    const unasked = {
      ...item,
      steps: item.steps.map((step) =>
        step.key === 'employment'
          ? {
              ...step,
              applies: { rule: 'ASKED', when: 'false', because: both('提出了'), notBecause: both('没有提出') },
            }
          : step,
      ),
    };

    const { plan } = planCase(question({ item: unasked, offices, consents: [] }));

    expect(plan.omitted).toEqual([
      { key: 'employment', reason: { rule: 'ASKED', holds: false, zh: '没有提出', en: '没有提出' } },
    ]);
  });

  it('has to say in the catalogue what follows then', () => {
    const [only, employment] = item.steps;
    const { NOT_NEEDED: _left, ...outcomes } = employment?.outcomes ?? {};
    const silent = { ...item, steps: [...(only ? [only] : []), ...(employment ? [{ ...employment, outcomes }] : [])] };

    expect(catalogueFaults(silent).map(({ message }) => message)).toContain(
      'the step employment does not say what follows when it is not needed (NOT_NEEDED)',
    );
  });
});
