import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/build-test-app.ts';
import {
  answers,
  type CaseTold,
  clockOf,
  houseOn,
  itBecomes,
  lastOf,
  morningOf,
  sentencesOf,
  told,
} from './support/case-story.ts';
import { type Correspondent, rowOf, startCorrespondent } from './support/correspondent.ts';
import { acceptedFromLead, claims, courtDelegates, type LeadTold, MO, WEI_HAITAO } from './support/delegation.ts';

let court: Correspondent;
let house: TestApp;

beforeAll(async () => {
  court = await startCorrespondent('court');
  house = await houseOn('2023-03-01', { agencies: court.settings });
});

afterAll(async () => {
  await house.close();
  await court.close();
});

describe('a dispute that is at the court already', () => {
  let lead: LeadTold;
  let story: CaseTold;

  it('comes to the union by a signed letter of delegation and waits for a window', async () => {
    lead = await courtDelegates(house, court, MO.residentId);

    expect(lead).toMatchObject({
      kind: 'COURT_DELEGATION',
      applicationNo: expect.stringMatching(/^（\d{4}）桂9901民诉前调\d+号$/),
      employer: '桂江速达物流有限公司',
      causeOfAction: 'WAGE_RECOVERY',
      claims: '支付拖欠的劳动报酬',
      status: 'OPEN',
    });
  });

  it('is claimed, and accepted as a case once the worker has agreed to mediation', async () => {
    const claimed = await claims(house, lead.id);
    story = await acceptedFromLead(house, lead, MO);

    expect(claimed.status).toBe('CLAIMED');
    expect(story.referrals.map(({ stepKey, office }) => [stepKey, office.name.zh])).toEqual([
      ['mediation', '青榕区总工会劳动争议调解工作室'],
    ]);
  });

  it('has to be taken on within three working days', async () => {
    story = await answers(house, 'mediator', story.id, 'mediation', 'receiveReferral');

    expect(clockOf(story, 'mediation', 'PRE_MED_MEDIATOR_ACCEPT')).toMatchObject({
      dueOn: '2023-03-06',
      explanation: { zh: '自2023-03-01的次日起算3个工作日，末日为2023-03-06。跳过休息日2日。' },
      rule: { source: '人民法院在线调解规则第十二条', confidence: 'CONFIRMED' },
    });
  });

  it('is mediated for thirty days, counted from the day the mediator takes it on and not from that of the letter', async () => {
    await itBecomes(house, '2023-03-03');
    story = await answers(house, 'mediator', story.id, 'mediation', 'acceptReferral');

    expect(clockOf(story, 'mediation', 'PRE_MED_MEDIATOR_ACCEPT').status).toBe('MET');
    expect(clockOf(story, 'mediation', 'PRE_MED_TERM')).toMatchObject({
      startedOn: '2023-03-03',
      dueOn: '2023-04-03',
      explanation: {
        zh: '自2023-03-03的次日起算30日，末日为2023-04-02。末日2023-04-02为周日，顺延至其后第一个工作日2023-04-03。',
      },
    });
  });

  it('ends in an agreement, which both sides may have confirmed within thirty days', async () => {
    await itBecomes(house, '2023-03-20');
    story = await answers(house, 'mediator', story.id, 'mediation', 'completeReferral', {
      outcome: 'AGREED',
      agreementKind: 'MEDIATION_AGREEMENT',
    });

    expect(clockOf(story, 'confirmation-choice', 'JC_APPLY_BY_PARTIES')).toMatchObject({
      startedOn: '2023-03-20',
      dueOn: '2023-04-19',
      rule: { source: '民事诉讼法第二百零五条；人民调解法第三十三条' },
    });
  });

  it('is confirmed by the court under a number of its own, and ends there', async () => {
    await itBecomes(house, '2023-03-22');
    story = await answers(house, 'window', story.id, 'confirmation-choice', 'completeReferral', { outcome: 'APPLIES' });
    const about = rowOf(lastOf(story, 'confirmation').id);
    await court.arrive(house, about, 1);
    const received = await told(house, story.id);
    await itBecomes(house, '2023-03-24');
    await court.arrive(house, about, 1);
    const docketed = await told(house, story.id);
    await itBecomes(house, '2023-04-10');
    await court.arrive(house, about, 1);
    story = await told(house, story.id);

    expect(clockOf(received, 'confirmation', 'JC_ACCEPT').dueOn).toBe('2023-03-27');
    expect(clockOf(docketed, 'confirmation', 'JC_DECIDE')).toMatchObject({
      startedOn: '2023-03-24',
      dueOn: '2023-04-24',
      rule: { source: '民事诉讼法第一百八十七条（特别程序）' },
    });
    expect(lastOf(story, 'confirmation')).toMatchObject({
      status: 'COMPLETED',
      outcome: 'CONFIRMED',
      agencyReference: expect.stringMatching(/桂9901民特\d+号$/),
    });
    expect(story).toMatchObject({ status: 'AWAITING_RATING', outcome: 'CONFIRMED' });
    expect(story.steps.map(({ key, status }) => [key, status])).toEqual([
      ['mediation', 'DONE'],
      ['confirmation-choice', 'DONE'],
      ['confirmation', 'DONE'],
      ['docketing', 'SKIPPED'],
    ]);
  });

  it('leaves a story that a person can read', () => {
    expect(sentencesOf(story)).toEqual([
      '已受理',
      '委派调解：建立转办单，交青榕区总工会劳动争议调解工作室',
      '已送达青榕区总工会劳动争议调解工作室',
      '青榕区总工会劳动争议调解工作室已签收',
      '青榕区总工会劳动争议调解工作室已受理',
      '青榕区总工会劳动争议调解工作室办结：达成协议',
      '委派调解：达成协议，转入下一步',
      '是否申请司法确认：建立转办单，交青榕区总工会受理窗口',
      '已送达青榕区总工会受理窗口',
      '青榕区总工会受理窗口办结：双方共同申请司法确认',
      '是否申请司法确认：双方共同申请司法确认，转入下一步',
      '司法确认：建立转办单，交青榕区人民法院司法确认庭',
      '已送达青榕区人民法院司法确认庭',
      '青榕区人民法院司法确认庭已签收',
      '青榕区人民法院司法确认庭已受理',
      '青榕区人民法院司法确认庭办结：裁定确认，可申请强制执行',
      '办理完成，请您评价',
    ]);
  });
});

describe('a delegation that a room has received and does not answer', () => {
  let story: CaseTold;

  it('is given to the next room when its three working days are over', async () => {
    house.clock.set(morningOf('2023-05-08'));
    const lead = await courtDelegates(house, court, WEI_HAITAO.residentId);
    await claims(house, lead.id);
    story = await acceptedFromLead(house, lead, WEI_HAITAO);
    await answers(house, 'mediator', story.id, 'mediation', 'receiveReferral');

    await itBecomes(house, '2023-05-11');
    const onTheLastDay = await told(house, story.id);
    await itBecomes(house, '2023-05-12');
    story = await told(house, story.id);

    expect(onTheLastDay.referrals).toHaveLength(1);
    expect(story.referrals.map(({ round, status, office }) => [round, status, office.name.zh])).toEqual([
      [1, 'RECALLED', '青榕区总工会劳动争议调解工作室'],
      [2, 'SENT', '桂江市总工会劳动争议调解中心'],
    ]);
    expect(sentencesOf(story)).toEqual([
      '已受理',
      '委派调解：建立转办单，交青榕区总工会劳动争议调解工作室',
      '已送达青榕区总工会劳动争议调解工作室',
      '青榕区总工会劳动争议调解工作室已签收',
      '委派调解：调解组织确认接受时限已于 2023-05-11 届满',
      '委派调解：青榕区总工会劳动争议调解工作室逾期未办，改派',
      '从青榕区总工会劳动争议调解工作室撤回',
      '委派调解：建立转办单，交桂江市总工会劳动争议调解中心',
      '已送达桂江市总工会劳动争议调解中心',
    ]);
  });

  it('is not lost when no further room is there: a person looks', async () => {
    await answers(house, 'mediator', story.id, 'mediation', 'receiveReferral');
    await itBecomes(house, '2023-05-18');
    story = await told(house, story.id);

    expect(story).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'OVERDUE:PRE_MED_MEDIATOR_ACCEPT' });
    expect(lastOf(story, 'mediation')).toMatchObject({ round: 2, status: 'RECEIVED' });
    expect(sentencesOf(story).at(-1)).toBe('需要人工处理：对方逾期未办，请督办');
  });

  it('that is taken on late counts its thirty days from then', async () => {
    story = await answers(house, 'mediator', story.id, 'mediation', 'acceptReferral');

    expect(story).toMatchObject({ status: 'IN_PROGRESS', attentionReason: null });
    expect(clockOf(story, 'mediation', 'PRE_MED_TERM')).toMatchObject({
      startedOn: '2023-05-18',
      dueOn: '2023-06-19',
    });
  });
});
