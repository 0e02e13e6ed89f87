import { describe, expect, it } from 'vitest';
import { unemploymentDuration } from '#domain/catalogue/eligibility/unemployment-duration.ts';
import type { HeldSource } from '#domain/catalogue/facts.ts';
import {
  against,
  type Applicant,
  clockOf,
  dueAfter,
  endsOf,
  itemNamed,
  papers,
  plan,
  shownTo,
  whereTo,
} from './support/demo-city.ts';

const item = itemNamed('unemployment-benefit');
const form = {
  lastEmployer: '桂江榕江纺织有限公司',
  endedOn: '2026-08-20',
  leavingReason: 'DISMISSED',
  registeredUnemployed: true,
  seekingWork: true,
};
const paid = (paidMonths: number, status = 'ENDED') => ({
  type: 'UNEMPLOYMENT',
  status,
  paidMonths,
  from: null,
  to: null,
});
const STALE: readonly HeldSource[] = [
  { subject: 'insurance', status: 'STALE', asOf: new Date('2026-08-29T00:00:00Z') },
];

/** The plan for what the HR bureau holds, with the months the rule found. */
function ask(insurance: ReturnType<typeof paid>[], answers: Parameters<typeof plan>[1] = form, more: Applicant = {}) {
  return plan(item, answers, {
    ...more,
    held: { insurance },
    assessment: unemploymentDuration(answers, insurance).values,
  });
}

describe('who has unemployment benefit', () => {
  it('a worker dismissed after 71 paid months, member or not', () => {
    expect(ask([paid(71)]).eligible).toBe(true);
    expect(ask([paid(71)], form, { isMember: false }).eligible).toBe(true);
  });

  it.each([
    [11, false],
    [12, true],
  ])('after %i paid months: %s', (months, eligible) => {
    const answer = ask([paid(months)]);

    expect(answer.eligible).toBe(eligible);
    expect(Object.keys(against(answer))).toEqual(eligible ? [] : ['PAID_A_YEAR']);
  });

  it('counts what the worker states where the bureau has nothing', () => {
    expect(ask([], { ...form, paidMonths: 24 }).eligible).toBe(true);
    expect(against(ask([]))).toEqual({ PAID_A_YEAR: '没有查到失业保险累计缴费满一年（社会保险法第四十五条）' });
  });

  it.each([
    [
      'nobody who left of their own wish',
      { leavingReason: 'OWN_WISH' },
      'INVOLUNTARY',
      '因本人意愿离职的，不能领取失业保险金（社会保险法第四十五条）；单位有过错、您被迫离职的，请选那一项',
    ],
    [
      'nobody who is not registered yet',
      { registeredUnemployed: false },
      'REGISTERED',
      '请先办失业登记，再申请失业保险金（社会保险法第四十五条）',
    ],
    [
      'nobody who seeks no work',
      { seekingWork: false },
      'SEEKING_WORK',
      '失业保险金面向要求找工作的人（社会保险法第四十五条）',
    ],
  ])('%s', (_who, differs, rule, reason) => {
    expect(against(ask([paid(71)], { ...form, ...differs }))).toEqual({ [rule]: reason });
  });

  it.each(['CONTRACT_ENDED', 'DISMISSED', 'EMPLOYER_CLOSED', 'EMPLOYER_AT_FAULT'])(
    'whoever lost the job by %s',
    (leavingReason) => {
      expect(ask([paid(71)], { ...form, leavingReason }).eligible).toBe(true);
    },
  );

  it('nobody for whom a new employer pays', () => {
    expect(Object.keys(against(ask([paid(71), paid(1, 'PAYING')])))).toEqual(['NOT_EMPLOYED_AGAIN']);
  });
});

describe('unemployment benefit on old data', () => {
  it.each([
    ['too few months', [paid(11)], 'PAID_A_YEAR'],
    ['an employer still paying', [paid(71, 'PAYING')], 'NOT_EMPLOYED_AGAIN'],
  ])('three days old, with %s, is undecided and not refused', (_what, insurance, rule) => {
    const answer = ask(insurance, form, { sources: STALE });
    const reason = answer.plan.eligibility.find((each) => each.rule === rule);

    expect(answer.eligible).toBe(true);
    expect(against(answer)).toEqual({});
    expect(reason).toMatchObject({ holds: false, undecided: true, zh: expect.stringContaining('由人工核实') });
  });
});

describe('where unemployment benefit goes', () => {
  it('to the insurance centre, the membership desk and the employment service at the same time', () => {
    const answer = ask(
      [paid(71)],
      { ...form, desiredWork: '仓库管理' },
      { livesIn: '990122200', worksIn: '990101001' },
    );

    expect(answer.faults).toEqual([]);
    expect(answer.plan.lead).toBe('benefit');
    expect(whereTo(answer)).toEqual({
      benefit: '桂江市社会保险事业管理中心',
      membership: '桂江市总工会组织部会籍岗',
      employment: '桂江市公共就业服务中心',
    });
  });

  it('keeps the membership of members only', () => {
    const answer = ask([paid(71)], { ...form, desiredWork: '仓库管理' }, { isMember: false });

    expect(Object.keys(whereTo(answer))).toEqual(['benefit', 'employment']);
    expect(answer.plan.omitted).toMatchObject([{ key: 'membership', reason: { zh: '您没有会籍，不用办理保留' } }]);
  });

  it('asks the employment service for nobody who does not say which work is wanted', () => {
    expect(Object.keys(whereTo(ask([paid(71)])))).toEqual(['benefit', 'membership']);
  });

  it('asks it only under a consent of its own, which nobody has to give', () => {
    const line = item.consents.find(({ recipientRole }) => recipientRole === 'EMPLOYMENT_SERVICE');

    expect(line).toMatchObject({ legalBasis: 'CONSENT', required: false });
    expect(line?.text.zh).toContain('不同意不影响领取失业保险金');
    expect(item.steps.filter(({ consent }) => consent === line?.line).map(({ key }) => key)).toEqual(['employment']);
  });
});

describe('by when unemployment benefit is decided', () => {
  it('is ten working days after receipt, and in Guangxi two later over 三月三', () => {
    const rule = clockOf(item, 'UNEMPLOYMENT_CLAIM');

    expect(dueAfter(rule, '2026-04-10T02:00:00Z', '110101').dueOn).toBe('2026-04-24');
    expect(dueAfter(rule, '2026-04-10T02:00:00Z').dueOn).toBe('2026-04-28');
    expect(rule).toMatchObject({ source: '社会保险经办条例第二十四条', confidence: 'CONFIRMED' });
  });

  it.each(['MEMBERSHIP_DECISION', 'JOB_MATCHING'])('while %s is configuration and no law', (key) => {
    expect(clockOf(item, key).confidence).toBe('UNCONFIRMED');
  });
});

describe('what unemployment benefit needs no paper for', () => {
  const confirms = ['unemployment-insurance-stopped'];

  it('is the end of the employment, once the insurance has stopped', () => {
    expect(papers(ask([paid(71)], form, { confirms }))).toEqual({ 'unemployment-proof': 'PASSPORTED' });
    expect(papers(ask([paid(71)]))).toEqual({ 'unemployment-proof': 'NEEDED' });
  });

  it('is not that of somebody whose insurance is still paid', () => {
    expect(papers(ask([paid(71, 'PAYING')], form, { confirms }))).toEqual({ 'unemployment-proof': 'NEEDED' });
  });
});

describe('what is seen of somebody out of work', () => {
  it('is the complete application at the insurance centre', () => {
    const { before, after } = shownTo(item, 'benefit');

    expect(before).toEqual(after);
    expect(before).toEqual(expect.arrayContaining(['applicant.residentId', 'form.leavingReason']));
  });

  it.each(['membership', 'employment'])('is at %s never why the employment ended', (key) => {
    expect(shownTo(item, key).after).not.toContain('form.leavingReason');
    expect(shownTo(item, key).after).not.toContain('form.lastEmployer');
  });
});

describe('how unemployment benefit ends', () => {
  it('once all who were asked have answered', () => {
    const leads = Object.values(endsOf(item)).flatMap((outcomes) => Object.values(outcomes));

    expect(item.whenAllEnd).toBe('ANSWERED');
    expect(new Set(leads)).toEqual(new Set(['branch ends']));
    expect(Object.keys(endsOf(item)['benefit'] ?? {})).toEqual([
      'BENEFIT_GRANTED',
      'BENEFIT_DENIED',
      'WITHDRAWN',
      'REFUSED',
    ]);
  });
});
