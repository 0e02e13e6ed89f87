import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NONG } from '../resolvers/support/case-inputs.ts';
import type { TestApp } from '../support/build-test-app.ts';
import { type Bureau, startBureau } from './support/bureau.ts';
import {
  accepted,
  answers,
  asks,
  type CaseTold,
  clockOf,
  houseOn,
  itBecomes,
  lastDay,
  lastOf,
  type Request,
  sentencesOf,
} from './support/case-story.ts';

const INJURY: Request = {
  serviceItemCode: 'work-injury',
  applicant: NONG,
  divisionCode: '990101',
  workplaceDivisionCode: '990101',
  form: {
    kind: 'ACCIDENT',
    accidentOn: '2023-04-03',
    place: '青榕区榕江街道',
    employerName: '桂江环卫服务有限公司',
    employerFiled: false,
    filedBy: 'UNION',
    facts: '清晨清扫道路时被车辆撞倒，右腿骨折。',
  },
  materials: ['application-form', 'employment-proof', 'diagnosis'],
  consents: ['recognition-share'],
};

let bureau: Bureau;
let house: TestApp;

beforeAll(async () => {
  bureau = await startBureau();
  house = await houseOn('2023-04-28', { agencies: bureau.settings });
});

afterAll(async () => {
  await house.close();
  await bureau.close();
});

describe('a street cleaner hurt on 3 April 2023, whose employer says nothing', () => {
  let story: CaseTold;

  it('is told on 28 April that it is the employer’s turn, and until when', async () => {
    const { case: record, userErrors } = await asks(house, INJURY);

    expect(record).toBeNull();
    expect(userErrors[0]?.reasons?.filter(({ holds }) => !holds).map(({ zh }) => zh)).toEqual([
      '单位申请的三十日还没有过去，请先要求单位申请；到期还没有申请的，再来办理（工伤保险条例第十七条）',
    ]);
    expect(await lastDay(house, 'INJURY_EMPLOYER_FILE', '2023-04-03', '990101')).toMatchObject({
      dueOn: '2023-05-04',
      explanation: {
        zh: '自2023-04-03的次日起算30日，末日为2023-05-03。末日2023-05-03为劳动节放假，顺延至其后第一个工作日2023-05-04。',
      },
    });
  });

  it('has the union apply for them after 35 days, within the year', async () => {
    await itBecomes(house, '2023-05-08');
    story = await accepted(house, INJURY);

    expect(story.reasons.map(({ holds, zh }) => [holds, zh])).toEqual([
      [true, '单位没有申请工伤认定'],
      [true, '单位申请的三十日已经过去（工伤保险条例第十七条）'],
      [true, '没有超过一年的申请期限，或者刚满一年、由工伤认定机构核定是否顺延（工伤保险条例第十七条）'],
    ]);
    expect(lastOf(story, 'recognition')).toMatchObject({ office: { name: { zh: '桂江市工伤认定办公室' } } });
    expect((await lastDay(house, 'INJURY_WORKER_FILE', '2023-04-03', '990101')).dueOn).toBe('2024-04-03');
  });

  it('may expect a decision within sixty days of acceptance, or fifteen where the facts are clear', async () => {
    await itBecomes(house, '2023-05-10');
    story = await bureau.enters(house, story, 'recognition', '已受理');

    expect(clockOf(story, 'recognition', 'INJURY_DECIDE')).toMatchObject({
      status: 'RUNNING',
      startedOn: '2023-05-10',
      dueOn: '2023-07-10',
      explanation: {
        zh: '自2023-05-10的次日起算60日，末日为2023-07-09。末日2023-07-09为周日，顺延至其后第一个工作日2023-07-10。',
      },
      rule: { source: '工伤保险条例第二十条', confidence: 'CONFIRMED' },
    });
    expect((await lastDay(house, 'INJURY_DECIDE_CLEAR', '2023-05-10', '990101')).dueOn).toBe('2023-05-25');
  });

  it('waits while the traffic police find out whose fault it was, and the days of waiting do not count', async () => {
    await itBecomes(house, '2023-05-22');
    const waiting = await answers(house, 'hr', story.id, 'recognition', 'pauseClocks', {
      cause: 'OTHER_BODY',
      note: '等待交通事故认定书',
    });
    await itBecomes(house, '2023-06-12');
    story = await answers(house, 'hr', story.id, 'recognition', 'resumeClocks', {
      cause: 'OTHER_BODY',
      note: '交通事故认定书已送达',
    });

    expect(clockOf(waiting, 'recognition', 'INJURY_DECIDE').status).toBe('PAUSED');
    expect(waiting).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'CLOCK_PAUSED:OTHER_BODY' });
    expect(clockOf(story, 'recognition', 'INJURY_DECIDE')).toMatchObject({ status: 'RUNNING', dueOn: '2023-07-31' });
    expect(story.status).toBe('IN_PROGRESS');
  });

  it('is recognised as hurt at work', async () => {
    await itBecomes(house, '2023-07-03');
    story = await bureau.enters(house, story, 'recognition', '办结', { 处理结果: '认定工伤' });

    expect(lastOf(story, 'recognition')).toMatchObject({ status: 'COMPLETED', outcome: 'RECOGNISED' });
    expect(story).toMatchObject({ status: 'AWAITING_RATING', outcome: 'RECOGNISED' });
    expect(sentencesOf(story)).toEqual([
      '已受理',
      '工伤认定：建立转办单，交桂江市工伤认定办公室',
      '已送达桂江市工伤认定办公室',
      '桂江市工伤认定办公室已签收',
      '桂江市工伤认定办公室已受理',
      '工伤认定时限暂停计算：等待其他机关的结论',
      '需要人工处理：时限因等待鉴定、其他机关结论或各方同意而暂停，请跟进并在原因消除后恢复',
      '工伤认定：其他机关已有结论，恢复计时，2023-07-31 届满',
      '恢复办理',
      '桂江市工伤认定办公室办结：认定工伤',
      '办理完成，请您评价',
    ]);
  });
});
