import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stranger } from '../resolvers/support/case-inputs.ts';
import { changeCase } from '../resolvers/support/change-operations.ts';
import type { TestApp } from '../support/build-test-app.ts';
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
  told,
} from './support/case-story.ts';
import { type Correspondent, rowOf, startCorrespondent } from './support/correspondent.ts';

const COURIER: Request = {
  serviceItemCode: 'labour-dispute',
  applicant: stranger(),
  divisionCode: '990101',
  workplaceDivisionCode: '990101',
  form: {
    counterparty: 'EMPLOYER',
    employerName: '桂江速达物流有限公司',
    disputeGroups: ['RELATIONSHIP_CONFIRMATION', 'PAY_AND_COMPENSATION'],
    employmentGroup: 'COURIER',
    migrantWorker: true,
    claimantCount: 1,
    arrearsAmount: '16500.00',
    arisenOn: '2023-01-05',
    wantsLegalAid: true,
    wantsToJoin: true,
    facts: '站点三个月未发工资，没有签过劳动合同。',
  },
  materials: ['identity-card'],
  consents: [
    'mediation-share',
    'arbitration-share',
    'court-share',
    'confirmation-share',
    'legal-aid-share',
    'membership-share',
  ],
};

let legalAid: Correspondent;
let house: TestApp;

beforeAll(async () => {
  legalAid = await startCorrespondent('legal-aid');
  house = await houseOn('2023-04-06', { agencies: legalAid.settings });
});

afterAll(async () => {
  await house.close();
  await legalAid.close();
});

interface SeenByMediator {
  readonly form: Readonly<Record<string, unknown>>;
  readonly applicant: { readonly nameMasked: string } | null;
  readonly referrals: readonly { readonly card: Readonly<Record<string, unknown>> }[];
}

async function mediatorSees(id: string): Promise<SeenByMediator> {
  const { data, errors } = await house.run<{ case: SeenByMediator }>(
    'mediator',
    'query ($id: ID!) { case(id: $id) { form applicant { nameMasked } referrals { card } } }',
    { id },
  );
  expect(errors).toEqual([]);
  return data.case;
}

describe('a courier without a contract, unpaid for three months, walks into a union station on 6 April 2023', () => {
  let story: CaseTold;

  it('and is accepted: mediation, legal aid and the invitation to join begin at once, each for its reason', async () => {
    story = await accepted(house, COURIER);

    expect(story.reasons.map(({ zh }) => zh)).toEqual([
      '申请人已满十六周岁（劳动法第十五条）',
      '与用人单位之间的争议，属于劳动争议（劳动争议调解仲裁法第二条）',
    ]);
    expect(
      story.steps.filter(({ status }) => status === 'ACTIVE').map(({ key, office }) => [key, office?.name.zh]),
    ).toEqual([
      ['mediation', '青榕区总工会劳动争议调解工作室'],
      ['legal-aid', '青榕区法律援助工作站'],
      ['membership', '桂江市总工会组织部会籍岗'],
    ]);
    const reasonFor = (key: string) => story.steps.find((step) => step.key === key)?.reasons[0]?.zh;
    expect(reasonFor('legal-aid')).toBe(
      '申请人要求法律援助；农民工请求支付劳动报酬的，不审查经济困难条件（法律援助法第四十二条）',
    );
    expect(reasonFor('membership')).toBe('申请人还不是会员，愿意入会');
  });

  it('and is not reported to the labour inspection, since nobody asked for that', () => {
    expect(story.omittedSteps.map(({ key, reason }) => [key, reason.zh])).toEqual([
      ['inspection', '申请人没有要求投诉'],
    ]);
  });

  it('who wants the inspection as well has it decide within sixty working days of taking it up', async () => {
    const wanted = await accepted(house, {
      ...COURIER,
      applicant: stranger(),
      form: { ...COURIER.form, wantsInspection: true },
      consents: [...COURIER.consents, 'inspection-share'],
    });
    const begun = await answers(house, 'hr', wanted.id, 'inspection', 'acceptReferral');

    expect(wanted.steps.find(({ key }) => key === 'inspection')?.reasons[0]?.zh).toBe(
      '申请人要求同时投诉（劳动争议调解仲裁法第九条）',
    );
    const { startedOn, dueOn, rule } = clockOf(begun, 'inspection', 'INSPECTION');
    expect([startedOn, rule.source]).toEqual(['2023-04-06', '劳动保障监察条例第十七条']);
    expect(dueOn).toBe((await lastDay(house, 'INSPECTION', '2023-04-06', '990101')).dueOn);
  });

  it('who wants the inspection and does not consent to it is told that this is why', async () => {
    const wanted = await accepted(house, {
      ...COURIER,
      applicant: stranger(),
      form: { ...COURIER.form, wantsInspection: true },
    });

    expect(wanted.omittedSteps.map(({ reason }) => reason.zh)).toEqual([
      '申请人没有给出这项授权，不派送：同意向劳动保障监察机构投诉并提供身份信息和投诉内容',
    ]);
  });

  it('has fifteen days of mediation from its receipt: until 21 April, in Guangxi until 24 April', async () => {
    story = await answers(house, 'mediator', story.id, 'mediation', 'receiveReferral');

    expect(clockOf(story, 'mediation', 'MED_LDMA')).toMatchObject({
      status: 'RUNNING',
      startedOn: '2023-04-06',
      dueOn: '2023-04-24',
      provisional: false,
      explanation: {
        zh: '自2023-04-06的次日起算15日，末日为2023-04-21。末日2023-04-21为壮族三月三放假，顺延至其后第一个工作日2023-04-24。',
      },
      rule: { source: '劳动争议调解仲裁法第十四条', confidence: 'CONFIRMED' },
    });
    expect(await lastDay(house, 'MED_LDMA', '2023-04-06', '360100')).toEqual({
      dueOn: '2023-04-21',
      explanation: { zh: '自2023-04-06的次日起算15日，末日为2023-04-21。' },
    });
    expect((await lastDay(house, 'MED_LDMA', '2023-04-06', '450103')).dueOn).toBe('2023-04-24');
  });

  it('is to the mediator what is asked, and not who asks it, until the mediator takes it on', async () => {
    const card = {
      employerName: '桂江速达物流有限公司',
      disputeGroups: ['RELATIONSHIP_CONFIRMATION', 'PAY_AND_COMPENSATION'],
      claimantCount: 1,
      arrearsAmount: '16500.00',
    };

    const before = await mediatorSees(story.id);
    story = await answers(house, 'mediator', story.id, 'mediation', 'acceptReferral');
    const after = await mediatorSees(story.id);

    expect(before).toEqual({ form: card, applicant: null, referrals: [{ card }] });
    expect(after.form).toEqual({ ...card, arisenOn: '2023-01-05', facts: COURIER.form['facts'] });
    expect(after.applicant).toEqual({ nameMasked: '覃**' });
  });

  it('is told by the legal-aid centre within seven days that it helps, and within three more who does', async () => {
    const about = rowOf(lastOf(story, 'legal-aid').id);
    await legalAid.arrive(house, about, 1);
    const received = await told(house, story.id);
    await itBecomes(house, '2023-04-12');
    await legalAid.arrive(house, about, 2);
    const granted = await told(house, story.id);
    await itBecomes(house, '2023-04-14');
    await legalAid.arrive(house, about, 1);
    story = await told(house, story.id);

    expect(clockOf(received, 'legal-aid', 'AID_REVIEW')).toMatchObject({
      dueOn: '2023-04-13',
      explanation: { zh: '自2023-04-06的次日起算7日，末日为2023-04-13。' },
    });
    expect(clockOf(granted, 'legal-aid', 'AID_REVIEW').status).toBe('MET');
    expect(clockOf(granted, 'legal-aid', 'AID_ASSIGN')).toMatchObject({
      startedOn: '2023-04-12',
      dueOn: '2023-04-17',
      explanation: {
        zh: '自2023-04-12的次日起算3日，末日为2023-04-15。末日2023-04-15为周六，顺延至其后第一个工作日2023-04-17。',
      },
    });
    expect(lastOf(story, 'legal-aid').status).toBe('IN_HANDLING');
    expect(clockOf(story, 'legal-aid', 'AID_ASSIGN').status).toBe('MET');
  });

  it('is known to the legal-aid centre as a migrant worker, or it could not leave out the means test', async () => {
    const { data } = await house.run<{ case: { form: object } }>(
      'legal-aid',
      'query ($id: ID!) { case(id: $id) { form } }',
      { id: story.id },
    );

    expect(data.case.form).toMatchObject({ migrantWorker: true, disputeGroups: COURIER.form['disputeGroups'] });
  });

  it('joins the union on the way, after the window was told that nobody had received the invitation', async () => {
    expect(story).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'OVERDUE:HANDOVER' });

    story = await answers(house, 'window', story.id, 'membership', 'completeReferral', { outcome: 'ADMITTED' });

    expect(story.steps.find(({ key }) => key === 'membership')).toMatchObject({ status: 'DONE', outcome: 'ADMITTED' });
  });

  it('settles in mediation, is paid, and is asked how it was', async () => {
    await itBecomes(house, '2023-04-20');
    await answers(house, 'mediator', story.id, 'mediation', 'completeReferral', {
      outcome: 'AGREED',
      agreementKind: 'MEDIATION_AGREEMENT',
    });
    await answers(house, 'window', story.id, 'confirmation-choice', 'completeReferral', { outcome: 'NO_NEED' });
    await legalAid.arrive(house, rowOf(lastOf(story, 'legal-aid').id), 1);
    const ended = await told(house, story.id);
    await changeCase(house, 'window', 'rateCase', { caseId: story.id, score: 5 });
    story = await told(house, story.id);

    expect(ended).toMatchObject({ status: 'AWAITING_RATING', outcome: 'SETTLED', attentionReason: null });
    expect(story.status).toBe('CLOSED');
  });

  it('leaves a story that a person can read', () => {
    expect(sentencesOf(story)).toEqual([
      '已受理',
      '工会调解：建立转办单，交青榕区总工会劳动争议调解工作室',
      '法律援助：建立转办单，交青榕区法律援助工作站',
      '邀请入会：建立转办单，交桂江市总工会组织部会籍岗',
      '已送达青榕区总工会劳动争议调解工作室',
      '已送达青榕区法律援助工作站',
      '青榕区法律援助工作站已签收',
      '已送达桂江市总工会组织部会籍岗',
      '青榕区总工会劳动争议调解工作室已签收',
      '青榕区总工会劳动争议调解工作室已受理',
      '邀请入会：转办签收时限已于 2023-04-10 届满',
      '需要人工处理：对方逾期未办，请督办',
      '青榕区法律援助工作站已受理',
      '青榕区法律援助工作站开始办理',
      '桂江市总工会组织部会籍岗办结：已入会',
      '恢复办理',
      '青榕区总工会劳动争议调解工作室办结：调解成功',
      '工会调解：调解成功，转入下一步',
      '是否申请司法确认：建立转办单，交青榕区总工会受理窗口',
      '已送达青榕区总工会受理窗口',
      '青榕区总工会受理窗口办结：已履行或不申请确认',
      '青榕区法律援助工作站办结：已提供法律援助',
      '办理完成，请您评价',
      '已评价 5 分，办结',
    ]);
  });
});

describe('what is no labour dispute', () => {
  it('is not accepted, and whoever asked is told where to go instead', async () => {
    const { case: record, userErrors } = await asks(house, {
      ...COURIER,
      applicant: stranger(),
      form: { ...COURIER.form, counterparty: 'HOUSEHOLD', employerName: '雇主家庭' },
    });

    expect(record).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'NOT_ELIGIBLE' }]);
    expect(userErrors[0]?.reasons?.filter(({ holds }) => !holds).map(({ zh }) => zh)).toEqual([
      '不属于劳动争议（最高法劳动争议解释（一）第二条）：对社保经办机构的，请申请复核或复议；对家庭、个体工匠、农户的，可直接向法院起诉；对鉴定结论有异议的，请申请重新鉴定',
    ]);
  });
});
