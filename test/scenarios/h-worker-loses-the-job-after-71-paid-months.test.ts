import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NONG, stranger } from '../resolvers/support/case-inputs.ts';
import type { TestApp } from '../support/build-test-app.ts';
import { type Bureau, startBureau } from './support/bureau.ts';
import {
  accepted,
  answers,
  type CaseTold,
  clockOf,
  houseOn,
  itBecomes,
  lastOf,
  type Request,
  sentencesOf,
} from './support/case-story.ts';

const UNEMPLOYED: Request = {
  serviceItemCode: 'unemployment-benefit',
  applicant: NONG,
  divisionCode: '990101',
  workplaceDivisionCode: '990101',
  form: {
    lastEmployer: '桂江环卫服务有限公司',
    endedOn: '2023-08-31',
    leavingReason: 'DISMISSED',
    registeredUnemployed: true,
    seekingWork: true,
    paidMonths: 71,
    desiredWork: '保洁',
  },
  materials: ['unemployment-proof'],
  consents: ['benefit-share', 'membership-share'],
};

let bureau: Bureau;
let house: TestApp;

beforeAll(async () => {
  bureau = await startBureau();
  house = await houseOn('2023-09-18', { agencies: bureau.settings });
});

afterAll(async () => {
  await house.close();
  await bureau.close();
});

describe('a union member dismissed after 71 paid months', () => {
  let story: CaseTold;

  it('is told why they have the benefit, article by article', async () => {
    story = await accepted(house, UNEMPLOYED);

    expect(story.reasons.map(({ zh }) => zh)).toEqual([
      '失业保险累计缴费满一年（社会保险法第四十五条）',
      '您不是因为本人意愿离职（社会保险法第四十五条）',
      '您已经办了失业登记（社会保险法第四十五条）',
      '您要求找工作（社会保险法第四十五条）',
      '没有新单位为您交失业保险',
    ]);
    expect(story.reasons.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('reads how long the benefit may last, from which months and by which article', async () => {
    const { data, errors } = await house.run<{ case: { assessment: object } }>(
      'window',
      'query ($id: ID!) { case(id: $id) { assessment { kind values reasons { zh } } } }',
      { id: story.id },
    );

    expect(errors).toEqual([]);
    expect(data.case.assessment).toEqual({
      kind: 'UNEMPLOYMENT_DURATION',
      values: { months: 18, paidMonths: 71, declared: true },
      reasons: [
        { zh: '失业保险累计缴费 71 个月（申请人自报，待经办机构核定），社会保险法第四十五条要求满一年' },
        { zh: '最长领取 18 个月（社会保险法第四十六条：累计缴费 71 个月）' },
      ],
    });
  });

  it('goes to the insurance agency and the membership desk, and to the employment service only with consent', async () => {
    expect(story.referrals.map(({ stepKey, office }) => [stepKey, office.name.zh])).toEqual([
      ['benefit', '桂江市社会保险事业管理中心'],
      ['membership', '桂江市总工会组织部会籍岗'],
    ]);
    expect(story.omittedSteps.map(({ key, reason }) => [key, reason.zh])).toEqual([
      [
        'employment',
        '申请人没有给出这项授权，不派送：另外同意将姓名、身份证号、联系电话和想找的工作提供给公共就业服务机构，用于介绍岗位和培训；不同意不影响领取失业保险金',
      ],
    ]);
    const consenting = await accepted(house, {
      ...UNEMPLOYED,
      applicant: stranger(),
      consents: [...UNEMPLOYED.consents, 'employment-share'],
    });
    expect(lastOf(consenting, 'employment').office.name.zh).toBe('桂江市公共就业服务中心');
  });

  it('has a decision within ten working days of the receipt, across the October holidays', () => {
    expect(clockOf(story, 'benefit', 'UNEMPLOYMENT_CLAIM')).toMatchObject({
      startedOn: '2023-09-18',
      dueOn: '2023-10-08',
      explanation: {
        zh: '自2023-09-18的次日起算10个工作日，末日为2023-10-08。跳过休息日10日（含中秋节、国庆节放假）。2023-10-07、2023-10-08调休上班，计入。',
      },
      rule: { source: '社会保险经办条例第二十四条', confidence: 'CONFIRMED' },
    });
  });

  it('keeps the membership', async () => {
    story = await answers(house, 'window', story.id, 'membership', 'completeReferral', { outcome: 'RETAINED' });

    expect(story.steps.find(({ key }) => key === 'membership')).toMatchObject({ status: 'DONE', outcome: 'RETAINED' });
  });

  it('is granted the benefit in time', async () => {
    await itBecomes(house, '2023-09-27');
    story = await bureau.enters(house, story, 'benefit', '办结', { 处理结果: '核准待遇' });

    expect(lastOf(story, 'benefit')).toMatchObject({ status: 'COMPLETED', outcome: 'BENEFIT_GRANTED' });
    expect(clockOf(story, 'benefit', 'UNEMPLOYMENT_CLAIM').status).toBe('MET');
    expect(story).toMatchObject({ status: 'AWAITING_RATING', attentionReason: null });
    expect(sentencesOf(story)).toEqual([
      '已受理',
      '核定失业保险金：建立转办单，交桂江市社会保险事业管理中心',
      '保留会籍：建立转办单，交桂江市总工会组织部会籍岗',
      '已送达桂江市社会保险事业管理中心',
      '桂江市社会保险事业管理中心已签收',
      '已送达桂江市总工会组织部会籍岗',
      '桂江市总工会组织部会籍岗办结：会籍已保留',
      '桂江市社会保险事业管理中心办结：核准失业保险金',
      '办理完成，请您评价',
    ]);
  });
});
