import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { stranger } from '../resolvers/support/case-inputs.ts';
import type { TestApp } from '../support/build-test-app.ts';
import {
  accepted,
  answers,
  type CaseTold,
  clockOf,
  houseOn,
  itBecomes,
  lastOf,
  morningOf,
  told,
} from './support/case-story.ts';
import { type Correspondent, rowOf, startCorrespondent } from './support/correspondent.ts';
import { acceptedFromLead, claims, courtDelegates, LIANG } from './support/delegation.ts';

let court: Correspondent;
let house: TestApp;

beforeAll(async () => {
  court = await startCorrespondent('court');
  house = await houseOn('2023-06-01', { agencies: court.settings });
});

afterAll(async () => {
  await house.close();
  await court.close();
});

interface HandedOver {
  readonly handOver: {
    readonly acceptanceNo: string;
    readonly steps: readonly Readonly<Record<string, unknown>>[];
  } | null;
}

/** The package that came with a referral, and every word of the timeline that its handler may read. */
async function packageFor(as: PersonaName, story: CaseTold, stepKey: string) {
  const { data, errors } = await house.run<{ referral: HandedOver; case: { timeline: { note: string | null }[] } }>(
    as,
    `query ($id: ID!, $case: ID!) {
       referral(id: $id) {
         handOver {
           acceptanceNo
           steps {
             name { zh } agency { code } outcomeName { zh } terminationReason undisputedFacts acceptedOn endedOn
           }
         }
       }
       case(id: $case) { timeline { note } }
     }`,
    { id: lastOf(story, stepKey).id, case: story.id },
  );
  expect(errors).toEqual([]);
  return { ...data.referral.handOver, notes: data.case.timeline.flatMap(({ note }) => note ?? []) };
}

async function failsByLargeDivergence(story: CaseTold): Promise<CaseTold> {
  await answers(house, 'mediator', story.id, 'mediation', 'acceptReferral');
  await answers(house, 'mediator', story.id, 'mediation', 'reportStage', {
    event: 'BEGIN',
    note: '公司私下愿意先付一半',
  });
  await itBecomes(house, '2023-06-12');
  return answers(house, 'mediator', story.id, 'mediation', 'completeReferral', {
    outcome: 'FAILED',
    terminationReason: 'LARGE_DIVERGENCE',
    undisputedFacts: '双方确认三个月工资未发。',
    note: '申请人私下愿意少要一成',
  });
}

describe('a mediation for the court in which both sides stay far apart', () => {
  let story: CaseTold;

  it('ends, and the papers go back to the court at once', async () => {
    const lead = await courtDelegates(house, court, LIANG.residentId);
    await claims(house, lead.id);
    story = await failsByLargeDivergence(await acceptedFromLead(house, lead, LIANG));

    expect(lastOf(story, 'docketing')).toMatchObject({
      status: 'RECEIVED',
      office: { name: { zh: '青榕区人民法院诉讼服务中心' } },
    });
  });

  it('leaves the court the facts of procedure and what both sides confirmed, and no word of the mediation', async () => {
    const handed = await packageFor('court', story, 'docketing');

    expect(handed).toEqual({
      acceptanceNo: story.acceptanceNo,
      steps: [
        {
          name: { zh: '委派调解' },
          agency: { code: 'union' },
          outcomeName: { zh: '调解不成' },
          terminationReason: 'LARGE_DIVERGENCE',
          undisputedFacts: '双方确认三个月工资未发。',
          acceptedOn: '2023-06-01',
          endedOn: '2023-06-12',
        },
      ],
      notes: [],
    });
    const { effects } = (await court.process.control('seen')) as { effects: readonly { referralId: string }[] };
    const sent = effects.filter(({ referralId }) => referralId === rowOf(lastOf(story, 'docketing').id));
    expect(sent).toMatchObject([{ handOver: { slbh: story.acceptanceNo, lc: [{ zjyy: '分歧较大' }] } }]);
    expect(JSON.stringify(sent)).not.toContain('私下');
  });

  it('is to be docketed within seven days, and is', async () => {
    const about = rowOf(lastOf(story, 'docketing').id);
    await court.arrive(house, about, 1);
    const received = await told(house, story.id);
    await itBecomes(house, '2023-06-16');
    await court.arrive(house, about, 2);
    story = await told(house, story.id);

    expect(clockOf(received, 'docketing', 'COURT_DOCKET')).toMatchObject({
      startedOn: '2023-06-12',
      dueOn: '2023-06-19',
      explanation: { zh: '自2023-06-12的次日起算7日，末日为2023-06-19。' },
      rule: { source: '民事诉讼法第一百二十六条' },
    });
    expect(lastOf(story, 'docketing')).toMatchObject({
      status: 'COMPLETED',
      outcome: 'DOCKETED',
      agencyReference: expect.stringMatching(/^（\d{4}）桂9901民初\d+号$/),
    });
    expect(story).toMatchObject({ status: 'AWAITING_RATING', outcome: 'DOCKETED' });
  });
});

describe('a mediation of a dispute that has not been arbitrated', () => {
  let story: CaseTold;

  it('goes to arbitration first, and not to the court', async () => {
    house.clock.set(morningOf('2023-06-01'));
    story = await failsByLargeDivergence(
      await accepted(house, {
        serviceItemCode: 'labour-dispute',
        applicant: stranger(),
        divisionCode: '990101',
        workplaceDivisionCode: '990101',
        form: {
          counterparty: 'EMPLOYER',
          employerName: '桂江速达物流有限公司',
          disputeGroups: ['PAY_AND_COMPENSATION'],
          claimantCount: 1,
          arrearsAmount: '16500.00',
          facts: '站点三个月未发工资。',
        },
        materials: ['identity-card'],
        consents: ['mediation-share', 'arbitration-share', 'court-share', 'confirmation-share'],
      }),
    );

    expect(story.referrals.map(({ stepKey, office }) => [stepKey, office.name.zh])).toEqual([
      ['mediation', '青榕区总工会劳动争议调解工作室'],
      ['arbitration', '桂江市劳动人事争议仲裁院'],
    ]);
    expect(story.steps.find(({ key }) => key === 'court')?.status).toBe('WAITING');
  });

  it('leaves the arbitrator the same package and as little of what was said', async () => {
    const handed = await packageFor('hr', story, 'arbitration');

    expect(handed).toMatchObject({
      acceptanceNo: story.acceptanceNo,
      steps: [{ terminationReason: 'LARGE_DIVERGENCE', undisputedFacts: '双方确认三个月工资未发。' }],
      notes: [],
    });
    expect(JSON.stringify(handed)).not.toContain('私下');
  });

  it('has forty-five days of arbitration from its acceptance, not from its receipt', async () => {
    await answers(house, 'hr', story.id, 'arbitration', 'receiveReferral');
    await itBecomes(house, '2023-06-15');
    story = await answers(house, 'hr', story.id, 'arbitration', 'acceptReferral');

    expect(clockOf(story, 'arbitration', 'ARB_ACCEPT')).toMatchObject({
      startedOn: '2023-06-12',
      dueOn: '2023-06-19',
      status: 'MET',
      explanation: {
        zh: '自2023-06-12的次日起算5日，末日为2023-06-17。末日2023-06-17为周六，顺延至其后第一个工作日2023-06-19。',
      },
    });
    expect(clockOf(story, 'arbitration', 'ARB_AWARD')).toMatchObject({
      startedOn: '2023-06-15',
      dueOn: '2023-07-31',
      rule: { source: '劳动争议调解仲裁法第四十三条' },
    });
  });

  it('reaches the court when the arbitrator is silent beyond that, and is told so', async () => {
    await itBecomes(house, '2023-08-01');
    story = await told(house, story.id);

    expect(lastOf(story, 'arbitration').status).toBe('RECALLED');
    expect(story.steps.find(({ key }) => key === 'arbitration')?.outcome).toBe('EXPIRED');
    const sentences = story.timeline.map(({ summary }) => summary.zh);
    expect(sentences).toContain('劳动仲裁：仲裁裁决时限已于 2023-07-31 届满');
    expect(sentences).toContain('劳动仲裁：逾期未受理或未裁决，转入下一步');
    expect(sentences).toContain('法院立案：建立转办单，交青榕区人民法院诉讼服务中心');
    // The arbitration's end is part of what the court is handed, after that of the mediation.
    const handed = await packageFor('court', story, 'court');
    expect(handed.steps?.map(({ outcomeName }) => outcomeName)).toEqual([
      { zh: '调解不成' },
      { zh: '逾期未受理或未裁决' },
    ]);
  });
});
