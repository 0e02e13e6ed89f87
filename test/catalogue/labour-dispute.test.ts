import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const DISPUTE = itemNamed('labour-dispute');
const FORM = {
  counterparty: 'EMPLOYER',
  employerName: '桂江速达物流有限公司',
  disputeGroups: ['RELATIONSHIP_CONFIRMATION', 'PAY_AND_COMPENSATION'],
  claimantCount: 1,
  arrearsAmount: '16500.00',
  facts: '连续三个月未发工资。',
};
const ALL_AT_ONCE = { ...FORM, wantsInspection: true, wantsLegalAid: true, wantsToJoin: true };

describe('who may bring a labour dispute', () => {
  it('is any worker of sixteen against an employer, member or not', () => {
    expect(plan(DISPUTE, FORM, { isMember: false }).eligible).toBe(true);
    expect(against(plan(DISPUTE, FORM, { age: 15 }))).toEqual({
      WORKING_AGE: '申请人未满十六周岁，请由监护人到窗口办理',
    });
  });

  it.each(['INSURANCE_AGENCY', 'HOUSEHOLD', 'CRAFTSMAN', 'FARM_HOUSEHOLD', 'ASSESSMENT_BODY'])(
    'is told where to go instead when it is against %s',
    (counterparty) => {
      const reasons = against(plan(DISPUTE, { ...FORM, counterparty }));

      expect(Object.keys(reasons)).toEqual(['LABOUR_DISPUTE']);
      expect(reasons['LABOUR_DISPUTE']).toMatch(/^不属于劳动争议（.*第二条）：.*复议.*起诉.*重新鉴定$/);
    },
  );

  it.each([
    'RELATIONSHIP_CONFIRMATION',
    'CONTRACT',
    'SEPARATION',
    'CONDITIONS_AND_INSURANCE',
    'PAY_AND_COMPENSATION',
    'OTHER_STATUTORY',
  ])('may be about %s, one of the six groups of the law', (group) => {
    expect(plan(DISPUTE, { ...FORM, disputeGroups: [group] }).eligible).toBe(true);
    expect(JSON.stringify(DISPUTE.form.properties['disputeGroups'])).toContain(group);
  });
});

describe('where a labour dispute goes', () => {
  it('is the studio of the workplace, then arbitration and court of the city', () => {
    expect(whereTo(plan(DISPUTE, FORM))).toMatchObject({
      mediation: '青榕区总工会劳动争议调解工作室',
      arbitration: '桂江市劳动人事争议仲裁院',
      court: '青榕区人民法院诉讼服务中心',
    });
  });

  it('is the inspection, the legal-aid centre and the membership desk at the same time, where the worker wants that', () => {
    const answer = plan(DISPUTE, ALL_AT_ONCE, { isMember: false });

    expect(whereTo(answer)).toMatchObject({
      inspection: '桂江市劳动保障监察支队',
      membership: '桂江市总工会组织部会籍岗',
    });
    expect(answer.plan.omitted).toEqual([]);
    expect(DISPUTE.start).toEqual(['mediation', 'inspection', 'legal-aid', 'membership']);
  });

  it('leaves out what nobody asked for, and says why', () => {
    const { plan: planned } = plan(DISPUTE, FORM);

    expect(planned.omitted.map(({ key, reason }) => [key, reason.zh])).toEqual([
      ['inspection', '申请人没有要求投诉'],
      ['legal-aid', '申请人没有要求法律援助'],
      ['membership', '申请人已是会员，或暂不入会'],
    ]);
  });

  it('sends nothing to an agency that the worker did not agree to', () => {
    const consents = DISPUTE.consents.filter(({ required }) => required).map(({ line }) => line);

    const { plan: planned } = plan(DISPUTE, ALL_AT_ONCE, { isMember: false, consents });

    expect(planned.omitted.map(({ key, reason }) => `${key} ${reason.rule}`)).toEqual([
      'inspection CONSENT_NOT_GIVEN',
      'legal-aid CONSENT_NOT_GIVEN',
      'membership CONSENT_NOT_GIVEN',
    ]);
  });

  it('asks ten or more with one claim for their representatives, who they may name', () => {
    expect(papers(plan(DISPUTE, { ...FORM, claimantCount: 9 }))).toMatchObject({ representatives: 'NOT_NEEDED' });
    expect(papers(plan(DISPUTE, { ...FORM, claimantCount: 10 }))).toMatchObject({ representatives: 'OPTIONAL' });
  });
});

describe('by when a labour dispute is answered', () => {
  it.each([
    ['MED_LDMA', '2023-04-06T10:00:00+08:00', '2023-04-24'],
    ['ARB_ACCEPT', '2026-03-02T10:00:00+08:00', '2026-03-09'],
    ['ARB_AWARD', '2023-09-20T10:00:00+08:00', '2023-11-06'],
    ['COURT_DOCKET', '2026-03-02T10:00:00+08:00', '2026-03-09'],
    ['JC_APPLY_BY_PARTIES', '2023-08-30T10:00:00+08:00', '2023-10-07'],
    ['SUE_BY_WORKER', '2023-09-14T10:00:00+08:00', '2023-10-07'],
    ['AID_REVIEW', '2026-03-02T10:00:00+08:00', '2026-03-09'],
    ['AID_ASSIGN', '2026-03-02T10:00:00+08:00', '2026-03-05'],
  ])('%s from %s ends on %s, on the calendar of Guangxi', (key, start, dueOn) => {
    expect(dueAfter(clockOf(DISPUTE, key), start).dueOn).toBe(dueOn);
  });
});

describe('who sees what of a labour dispute', () => {
  it('is a card without identity for the mediator, until the mediation is accepted', () => {
    const mediation = DISPUTE.steps.find(({ key }) => key === 'mediation');

    expect(mediation?.disclosure).toBe('CARD_FIRST');
    expect(mediation?.card).toEqual([
      'form.employerName',
      'form.disputeGroups',
      'form.claimantCount',
      'form.arrearsAmount',
    ]);
    expect(shownTo(DISPUTE, 'mediation').before.join()).not.toContain('applicant');
  });
});

describe('how a labour dispute ends', () => {
  it('is settled, confirmed, awarded, docketed or withdrawn, and the branches beside it end by themselves', () => {
    const ends = Object.values(endsOf(DISPUTE)).flatMap((outcomes) => Object.values(outcomes));

    expect(new Set(ends.filter((end) => !end.startsWith('then ')))).toEqual(
      new Set(['SETTLED', 'CONFIRMED', 'AWARDED', 'WITHDRAWN_BY_APPLICANT', 'DOCKETED', 'NOT_DOCKETED', 'branch ends']),
    );
    expect(DISPUTE.lead).toBe('arbitration');
  });
});
