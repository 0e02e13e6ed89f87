import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('work-injury');
// 35 days before 1 September 2026.
const form = {
  kind: 'ACCIDENT',
  accidentOn: '2026-07-28',
  employerName: '桂江榕江纺织有限公司',
  employerFiled: false,
  filedBy: 'UNION',
  facts: '操作织机时右手被卷入。',
};
const insured = (from: string | null, to: string | null) => ({
  insurance: [{ type: 'WORK_INJURY', status: 'PAYING', paidMonths: 20, from, to }],
});

describe('who can ask for recognition of a work injury', () => {
  it.each(['WORKER', 'NEXT_OF_KIN', 'UNION'])(
    'the %s once the employer has been silent for 35 days, member or not',
    (filedBy) => {
      expect(plan(item, { ...form, filedBy }, { isMember: false }).eligible).toBe(true);
    },
  );

  it('nobody a second time after the employer', () => {
    expect(against(plan(item, { ...form, employerFiled: true }))).toEqual({
      EMPLOYER_HAS_NOT_FILED: '单位已经申请工伤认定，不用再申请，可以向工伤认定机构查询进度',
    });
  });

  it.each([
    ['2026-08-02', false, 'the thirtieth day is still the employer’s'],
    ['2026-08-01', true, 'the thirty days are over'],
    ['2026-09-02', false, 'nothing has happened yet'],
  ])('for an accident on %s, asked on 1 September: %s, since %s', (accidentOn, eligible) => {
    const answer = plan(item, { ...form, accidentOn });

    expect(answer.eligible).toBe(eligible);
    expect(Object.keys(against(answer))).toEqual(eligible ? [] : ['EMPLOYER_TIME_OVER']);
  });

  it.each([
    ['2025-11-22', '2026-11-22', true, 'the last day of the year is a Sunday'],
    ['2025-11-22', '2026-11-23', true, 'and so moves to the Monday'],
    ['2025-11-22', '2026-12-02', true, 'the office decides on what is just over'],
    ['2025-11-22', '2026-12-03', false, 'no holiday is that long'],
    ['2024-02-29', '2025-03-10', true, 'the year of a leap day ends on 28 February'],
    ['2024-02-29', '2025-03-11', false, 'and ten days later nobody waits any more'],
  ])('for an accident on %s, asked on %s: %s, since %s', (accidentOn, today, eligible) => {
    const answer = plan(item, { ...form, accidentOn }, { today });

    expect(answer.eligible).toBe(eligible);
    expect(Object.keys(against(answer))).toEqual(eligible ? [] : ['WITHIN_A_YEAR']);
  });

  it.each([null, '去年夏天', '2026-02-30', '2026-7-28'])(
    'nobody whose accident was on %j, which is no day',
    (accidentOn) => {
      expect(Object.keys(against(plan(item, { ...form, accidentOn })))).toEqual([
        'EMPLOYER_TIME_OVER',
        'WITHIN_A_YEAR',
      ]);
    },
  );

  it('is told with the article, in both languages', () => {
    const { eligibility } = plan(item, form).plan;

    expect(eligibility.find(({ rule }) => rule === 'EMPLOYER_TIME_OVER')).toMatchObject({
      holds: true,
      zh: '单位申请的三十日已经过去（工伤保险条例第十七条）',
      en: expect.stringContaining('art. 17'),
    });
  });
});

describe('where a work injury is recognised', () => {
  it.each(['990101001', '990122200'])('at the city’s office, for work in %s', (worksIn) => {
    const answer = plan(item, form, { livesIn: '990102', worksIn });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ recognition: '桂江市工伤认定办公室' });
  });
});

describe('by when a work injury is recognised', () => {
  it('is sixty days after acceptance, and in Guangxi a day later over 三月三', () => {
    const rule = clockOf(item, 'INJURY_DECIDE');

    expect(dueAfter(rule, '2026-02-17T02:00:00Z', '110101').dueOn).toBe('2026-04-20');
    expect(dueAfter(rule, '2026-02-17T02:00:00Z')).toMatchObject({ dueOn: '2026-04-21', provisional: false });
    expect(rule).toMatchObject({
      source: '工伤保险条例第二十条',
      confidence: 'CONFIRMED',
      start: 'ACCEPTED',
      pausesFor: ['OTHER_BODY'],
    });
  });
});

describe('what a work injury needs no paper for', () => {
  const needed = {
    'application-form': 'NEEDED',
    'employment-proof': 'NEEDED',
    diagnosis: 'NEEDED',
    'kinship-proof': 'NOT_NEEDED',
  };
  const confirms = ['work-injury-insurance'];

  it.each([
    ['insured since before', insured('2024-12-01', null)],
    ['insured until that very day', insured('2024-12-01', '2026-07-28')],
  ])('is the employment of somebody %s', (_who, held) => {
    expect(papers(plan(item, form, { held, confirms }))).toEqual({ ...needed, 'employment-proof': 'PASSPORTED' });
  });

  it.each([
    ['insured only afterwards', insured('2026-08-01', null)],
    ['insured no more', insured('2024-12-01', '2026-07-27')],
    ['insured since nobody knows when', insured(null, null)],
  ])('is not that of somebody %s', (_who, held) => {
    expect(papers(plan(item, form, { held, confirms }))).toEqual(needed);
  });

  it('asks next of kin who they are', () => {
    expect(papers(plan(item, { ...form, filedBy: 'NEXT_OF_KIN' }))['kinship-proof']).toBe('NEEDED');
  });
});

describe('what the office sees of a work injury', () => {
  it('is the complete application from the start', () => {
    const { before, after } = shownTo(item, 'recognition');

    expect(before).toEqual(after);
    expect(before).toEqual(expect.arrayContaining(['applicant.residentId', 'form.accidentOn', 'form.facts']));
  });
});

describe('how a work injury ends', () => {
  it('leads with every outcome to the end', () => {
    expect(endsOf(item)).toEqual({
      recognition: {
        RECOGNISED: 'RECOGNISED',
        NOT_RECOGNISED: 'NOT_RECOGNISED',
        WITHDRAWN: 'WITHDRAWN',
        REFUSED: 'NOT_ACCEPTED',
      },
    });
  });
});
