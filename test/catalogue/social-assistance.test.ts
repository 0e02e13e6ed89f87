import { describe, expect, it } from 'vitest';
import type { PlanAnswer } from '#domain/catalogue/plan-case.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import { openStory, says } from '../support/factories/case-drafts.ts';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('social-assistance');
const form = {
  category: 'DIBAO',
  householdSize: 4,
  cause: 'ILLNESS',
  facts: '家里一人做工，一人长期住院。',
  truthful: true,
};
const granted = (category: string, validUntil: string | null = null) => ({
  assistance: [{ category, status: 'GRANTED', decidedOn: '2025-11-02', validUntil }],
});

function omittedFrom({ plan: { omitted } }: PlanAnswer): readonly string[] {
  return omitted.map(({ key }) => key);
}

/** The steps that begin at once. */
function begins(answer: PlanAnswer): readonly string[] {
  return destinationOf(item, omittedFrom(answer), { next: item.start }).steps;
}

describe('who can ask for social assistance', () => {
  it.each([true, false])('any worker whose household is in difficulty; a member: %s', (isMember) => {
    expect(plan(item, form, { isMember }).eligible).toBe(true);
  });

  it('nobody who does not promise to tell the truth', () => {
    expect(against(plan(item, { ...form, truthful: false }))).toEqual({
      TRUTHFUL: '申请社会救助须如实申报家庭情况（社会救助暂行办法第五十八条），请承诺后再提交',
    });
  });

  it('nobody for what the household has already', () => {
    expect(against(plan(item, form, { held: granted('DIBAO') }))).toEqual({
      NOT_GRANTED_ALREADY: '民政数据显示您家正在享受这一类救助，不用再申请；家庭情况有变化的，请告知民政部门',
    });
  });

  it.each([
    ['for another kind', 'MEDICAL', granted('DIBAO')],
    ['for what has run out', 'RIGID_EXPENDITURE', granted('RIGID_EXPENDITURE', '2026-08-31')],
    ['for temporary assistance again', 'TEMPORARY', granted('TEMPORARY')],
  ])('everybody %s', (_what, category, held) => {
    expect(plan(item, { ...form, category }, { held }).eligible).toBe(true);
  });

  it('is undecided, and not refused, while civil affairs could not be asked anew', () => {
    const answer = plan(item, form, {
      held: granted('DIBAO'),
      sources: [{ subject: 'assistance', status: 'STALE', asOf: new Date('2026-08-29T00:00:00Z') }],
    });

    expect(answer.eligible).toBe(true);
    expect(answer.plan.eligibility.find(({ rule }) => rule === 'NOT_GRANTED_ALREADY')).toMatchObject({
      holds: false,
      undecided: true,
    });
  });
});

describe('where social assistance goes', () => {
  const CHECK = '木棉区居民家庭经济状况核对中心';
  const VISIT = '望江镇便民服务中心';
  const CIVIL = '青榕区民政局社会救助股驻市窗口';

  it.each([
    ['DIBAO', { check: CHECK, visit: VISIT, dibao: CIVIL }],
    ['TEKUN', { check: CHECK, visit: VISIT, recognition: CIVIL }],
    ['DIBAO_MARGINAL', { check: CHECK, visit: VISIT, recognition: CIVIL }],
    ['RIGID_EXPENDITURE', { check: CHECK, visit: VISIT, recognition: CIVIL }],
    ['TEMPORARY', { check: CHECK, visit: VISIT, temporary: CIVIL }],
    ['MEDICAL', { medical: '桂江市医疗保障局医疗救助科' }],
    ['EDUCATION', { education: '桂江市学生资助中心' }],
    ['HOUSING', { housing: '桂江市住房保障中心' }],
    ['EMPLOYMENT', { employment: '桂江市公共就业服务中心' }],
    ['DISASTER', { disaster: '桂江市应急管理局救灾救助科' }],
    ['CHARITY', { charity: '桂江市慈善会项目部' }],
  ])('for %s and a home in Wangjiang: %j', (category, offices) => {
    const answer = plan(item, { ...form, category }, { livesIn: '990102100', worksIn: '990101' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual(offices);
  });

  it('begins with check and visit at the same time, and decides after both', () => {
    const answer = plan(item, form);
    const story = openStory(item, omittedFrom(answer));
    const open = () => story.draft.referrals.filter(({ outcome }) => !outcome).map(({ stepKey }) => stepKey);

    expect(begins(answer)).toEqual(['check', 'visit']);
    says(story, 'check', 'COMPLETE', { outcome: 'CHECKED_ELIGIBLE' });
    expect(open()).toEqual(['visit']);
    says(story, 'visit', 'COMPLETE', { outcome: 'VISIT_CONFIRMED' });
    expect(open()).toEqual(['dibao']);
  });

  it('leaves the no to civil affairs as well, which gives it in writing', () => {
    const story = openStory(item, omittedFrom(plan(item, form)));

    says(story, 'check', 'COMPLETE', { outcome: 'CHECKED_INELIGIBLE' });
    says(story, 'visit', 'REFUSE');
    says(story, 'dibao', 'COMPLETE', { outcome: 'DENIED' });

    expect(story.draft.case).toMatchObject({ status: 'AWAITING_RATING', outcome: 'DENIED' });
  });

  it('decides first where temporary assistance is urgent, and nothing else is urgent', () => {
    expect(begins(plan(item, { ...form, category: 'TEMPORARY', urgent: true }))).toEqual(['urgent']);
    expect(begins(plan(item, { ...form, category: 'TEMPORARY', urgent: false }))).toEqual(['check', 'visit']);
    expect(begins(plan(item, { ...form, urgent: true }))).toEqual(['check', 'visit']);
  });
});

describe('by when social assistance is decided', () => {
  // Monday 28 September 2026, before the holiday.
  const RECEIVED = '2026-09-28T02:00:00Z';

  it('is for the subsistence allowance thirty working days by an unconfirmed notice, twenty in the demo city', () => {
    const local = plan(item, form)
      .plan.steps.find(({ key }) => key === 'dibao')
      ?.clocks.find(({ key }) => key === 'DIBAO_DECIDE');
    const national = clockOf(item, 'DIBAO_DECIDE');
    if (!local) throw new Error('the step has no such clock');

    expect(national).toMatchObject({ length: 30, confidence: 'UNCONFIRMED' });
    expect(dueAfter(national, RECEIVED, '110101').dueOn).toBe('2026-11-13');
    expect(local).toMatchObject({ length: 20, region: { divisionPrefix: '9901' } });
    expect(dueAfter(local, RECEIVED).dueOn).toBe('2026-10-30');
  });

  it.each([
    ['TEMPORARY_URGENT_DECIDE', '2026-09-29'],
    ['TEMPORARY_DECIDE', '2026-10-23'],
    ['ASSISTANCE_DECIDE', '2026-10-30'],
    ['ASSISTANCE_ANSWER', '2026-10-30'],
  ])('%s, which is configuration and no law, is due on %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), RECEIVED)).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key)).toMatchObject({
      confidence: 'UNCONFIRMED',
      source: expect.stringContaining('本地配置'),
    });
  });
});

describe('what has to be shown for social assistance', () => {
  const none = {
    'household-register': 'NEEDED',
    'check-authorisation': 'NOT_NEEDED',
    'hardship-proof': 'NOT_NEEDED',
    'medical-bills': 'NOT_NEEDED',
    'school-proof': 'NOT_NEEDED',
  };

  it.each([
    ['DIBAO', { 'check-authorisation': 'NEEDED' }],
    ['MEDICAL', { 'hardship-proof': 'NEEDED', 'medical-bills': 'NEEDED' }],
    ['EDUCATION', { 'hardship-proof': 'NEEDED', 'school-proof': 'NEEDED' }],
    ['HOUSING', { 'hardship-proof': 'NEEDED' }],
    ['DISASTER', {}],
  ])('for %s is %j', (category, needed) => {
    expect(papers(plan(item, { ...form, category }))).toEqual({ ...none, ...needed });
  });

  it('is no authorisation beforehand where it is urgent', () => {
    expect(papers(plan(item, { ...form, category: 'TEMPORARY', urgent: true }))).toEqual(none);
  });

  it.each(['DIBAO', 'TEKUN'])('is no proof of hardship from a household with %s', (category) => {
    const answer = plan(item, { ...form, category: 'HOUSING' }, { held: granted(category), confirms: ['dibao'] });

    expect(papers(answer)['hardship-proof']).toBe('PASSPORTED');
  });

  it.each([
    ['what has run out', granted('DIBAO', '2026-08-31')],
    ['a lesser kind', granted('DIBAO_MARGINAL')],
  ])('is the proof all the same with %s', (_what, held) => {
    const answer = plan(item, { ...form, category: 'HOUSING' }, { held, confirms: ['dibao'] });

    expect(papers(answer)['hardship-proof']).toBe('NEEDED');
  });
});

describe('what is seen of a household', () => {
  it('keeps identity number and income from the visitors', () => {
    expect(shownTo(item, 'visit').after).not.toContain('applicant.residentId');
    expect(shownTo(item, 'visit').after).not.toContain('form.annualIncome');
  });

  it.each([
    ['education', ['form.cause', 'form.schoolName']],
    ['housing', ['form.householdSize', 'form.cause']],
    ['charity', ['form.householdSize', 'form.cause']],
  ])('shows %s only %j until it has accepted', (key, card) => {
    expect(shownTo(item, key).before).toEqual(card);
    expect(shownTo(item, key).after).toContain('applicant.name');
  });

  it('never gives a charity the identity number', () => {
    expect(shownTo(item, 'charity').after).not.toContain('applicant.residentId');
  });

  it('rests on consent line by line, since the duty to transfer is that of others', () => {
    expect(new Set(item.consents.map(({ legalBasis, required }) => `${legalBasis} ${required}`))).toEqual(
      new Set(['CONSENT false']),
    );
    expect(item.steps.filter(({ consent }) => consent === undefined)).toEqual([]);
  });
});

describe('how social assistance ends', () => {
  it('leaves every decision to the agency whose it is', () => {
    const on = 'then dibao and recognition and temporary and urgent';
    const ends = endsOf(item);

    expect(new Set(Object.values({ ...ends['check'], ...ends['visit'] }))).toEqual(new Set([on]));
    expect(ends['dibao']).toEqual({
      GRANTED: 'GRANTED',
      DENIED: 'DENIED',
      NOT_NEEDED: 'branch ends',
      REFUSED: 'NOT_ACCEPTED',
    });
    expect(ends['medical']).toMatchObject({ ASSISTED: 'GRANTED', NOT_ASSISTED: 'DENIED' });
  });

  it.each(['dibao', 'recognition', 'temporary', 'urgent', 'medical', 'education', 'housing', 'disaster'])(
    'says with the no of %s that review and suit are open',
    (key) => {
      const outcomes = item.steps.find((step) => step.key === key)?.outcomes ?? {};
      const no = outcomes['DENIED'] ?? outcomes['NOT_ASSISTED'];

      expect(no?.name.zh).toContain('行政复议或者提起行政诉讼（社会救助暂行办法第六十五条）');
      expect(outcomes['REFUSED']?.name.zh).toContain('第六十五条');
    },
  );
});
