import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QIN, stranger } from '../resolvers/support/case-inputs.ts';
import { changeReferral } from '../resolvers/support/change-operations.ts';
import type { TestApp } from '../support/build-test-app.ts';
import {
  accepted,
  answers,
  type CaseTold,
  houseOn,
  itBecomes,
  lastOf,
  type Request,
  sentencesOf,
  told,
} from './support/case-story.ts';

/** Somebody who works in 榕江街道, where a station, the studio of the district and the centre of the city could act. */
const DISPUTE: Request = {
  serviceItemCode: 'labour-dispute',
  applicant: QIN,
  divisionCode: '990101',
  workplaceDivisionCode: '990101001',
  form: {
    counterparty: 'EMPLOYER',
    employerName: '桂江速达物流有限公司',
    disputeGroups: ['PAY_AND_COMPENSATION'],
    claimantCount: 1,
    facts: '站点三个月未发工资。',
  },
  materials: ['identity-card'],
  consents: ['mediation-share', 'arbitration-share', 'court-share', 'confirmation-share'],
};

let house: TestApp;

beforeAll(async () => {
  house = await houseOn('2023-09-04');
});

afterAll(() => house.close());

function roundsOf({ referrals }: CaseTold) {
  return referrals.map(({ round, status, leads, office }) => [round, status, leads, office.name.zh]);
}

describe('a matter that two offices in turn say is not theirs', () => {
  let story: CaseTold;

  it('comes back with a coded reason, and a person at the window looks', async () => {
    const { id } = await accepted(house, DISPUTE);
    story = await answers(house, 'mediator', id, 'mediation', 'returnReferral', { reasonCode: 'NO_JURISDICTION' });

    expect(story).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RETURNED:NO_JURISDICTION' });
    expect(sentencesOf(story).slice(-2)).toEqual([
      '榕江街道总工会调解站退回（无管辖权）',
      '需要人工处理：对方退回，请更正后重发或撤回',
    ]);
  });

  it('goes on to the next office where the window agrees', async () => {
    story = await answers(house, 'window', story.id, 'mediation', 'rerouteReferral', {
      note: '用人单位在区里登记，交区工作室',
    });

    expect(story).toMatchObject({ status: 'IN_PROGRESS', attentionReason: null });
    expect(roundsOf(story)).toEqual([
      [1, 'RETURNED', false, '榕江街道总工会调解站'],
      [2, 'SENT', false, '青榕区总工会劳动争议调解工作室'],
    ]);
  });

  it('is led, after the second return, by the third office', async () => {
    await answers(house, 'mediator', story.id, 'mediation', 'returnReferral', { reasonCode: 'NOT_OUR_SCOPE' });
    story = await answers(house, 'window', story.id, 'mediation', 'rerouteReferral', { note: '交市调解中心' });

    expect(roundsOf(story)).toEqual([
      [1, 'RETURNED', false, '榕江街道总工会调解站'],
      [2, 'RETURNED', false, '青榕区总工会劳动争议调解工作室'],
      [3, 'SENT', true, '桂江市总工会劳动争议调解中心'],
    ]);
  });

  it('cannot be returned by the office that leads it', async () => {
    const { userErrors } = await changeReferral(house, 'mediator', 'returnReferral', {
      referralId: lastOf(story, 'mediation').id,
      reasonCode: 'NOT_OUR_SCOPE',
    });

    expect(userErrors).toMatchObject([{ code: 'RETURN_REFUSED' }]);
    expect(userErrors[0]?.message).toMatch(/牵头/);
    expect((await told(house, story.id)).status).toBe('IN_PROGRESS');
  });

  it('is followed by the worker on their own telephone, who reads who has it and why', async () => {
    const seen = await told(house, story.id, 'worker');

    expect(sentencesOf(seen)).toEqual([
      '已受理',
      '工会调解：建立转办单，交榕江街道总工会调解站',
      '已送达榕江街道总工会调解站',
      '榕江街道总工会调解站退回（无管辖权）',
      '办理中遇到情况，工作人员正在跟进',
      '工会调解：建立转办单，交青榕区总工会劳动争议调解工作室',
      '恢复办理',
      '已送达青榕区总工会劳动争议调解工作室',
      '青榕区总工会劳动争议调解工作室退回（不属于本单位职责）',
      '办理中遇到情况，工作人员正在跟进',
      '工会调解：建立转办单，交桂江市总工会劳动争议调解中心',
      '工会调解已退回 2 次，确定由桂江市总工会劳动争议调解中心牵头办理，不再退回',
      '恢复办理',
      '已送达桂江市总工会劳动争议调解中心',
    ]);
  });

  it('is brought to its end by the office that leads', async () => {
    await answers(house, 'mediator', story.id, 'mediation', 'acceptReferral');
    await itBecomes(house, '2023-09-11');
    await answers(house, 'mediator', story.id, 'mediation', 'completeReferral', {
      outcome: 'AGREED',
      agreementKind: 'SETTLEMENT',
    });
    story = await answers(house, 'window', story.id, 'confirmation-choice', 'completeReferral', { outcome: 'NO_NEED' });

    expect(story).toMatchObject({ status: 'AWAITING_RATING', outcome: 'SETTLED' });
  });
});

describe('a return the window does not agree with', () => {
  it('goes back to the same office with the correction, and a second return makes that office lead', async () => {
    const { id } = await accepted(house, { ...DISPUTE, applicant: stranger() });
    await answers(house, 'mediator', id, 'mediation', 'returnReferral', { reasonCode: 'MATERIALS_INCOMPLETE' });
    await answers(house, 'window', id, 'mediation', 'resendReferral', {
      note: '补充欠薪月份',
      form: { facts: '2023年6月至8月三个月未发工资。' },
    });
    await answers(house, 'mediator', id, 'mediation', 'returnReferral', { reasonCode: 'OTHER' });
    const story = await answers(house, 'window', id, 'mediation', 'resendReferral', { note: '材料已齐，属你站管辖' });

    expect(roundsOf(story)).toEqual([
      [1, 'RETURNED', false, '榕江街道总工会调解站'],
      [2, 'RETURNED', false, '榕江街道总工会调解站'],
      [3, 'SENT', true, '榕江街道总工会调解站'],
    ]);
    expect(sentencesOf(story)).toContain('工会调解已退回 2 次，确定由榕江街道总工会调解站牵头办理，不再退回');
  });
});
