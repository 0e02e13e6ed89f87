import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { rowIdOf } from '#resolvers/global-id.ts';
import { WEI } from '../resolvers/support/case-inputs.ts';
import { openCase, opened } from '../resolvers/support/case-operations.ts';
import { changeCase, changeReferral } from '../resolvers/support/change-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Relay, sharedSecret, startRelay } from './support/relay.ts';
import { clockOf, readStory, referralOf, type Story, toldBy } from './support/story.ts';

const FORM = {
  needs: ['DIBAO', 'MEDICAL', 'UNION_AID', 'LEGAL_AID', 'EDUCATION'],
  householdSize: 4,
  annualIncome: '26000.00',
  facts: '工伤后停薪，妻子住院，孩子交不起学费',
};

const CONSENTS = ['minimum-living-share', 'medical-share', 'union-aid-share', 'legal-aid-share', 'education-share'];

let relay: Relay;
let civilAffairs: AgencyProcess;
let medicalInsurance: AgencyProcess;
let legalAid: AgencyProcess;
let house: TestApp;

beforeAll(async () => {
  relay = await startRelay();
  const [civil, medical, lawyers] = [
    sharedSecret('civil-affairs'),
    sharedSecret('medical-insurance'),
    sharedSecret('legal-aid'),
  ];
  [civilAffairs, medicalInsurance, legalAid] = await Promise.all([
    startAgency('civil-affairs', { SANDBOX_GATEWAY_URL: relay.url, ...civil.sandbox }),
    startAgency('medical-insurance', { SANDBOX_GATEWAY_URL: relay.url, ...medical.sandbox }),
    startAgency('legal-aid', { SANDBOX_GATEWAY_URL: relay.url, ...lawyers.sandbox }),
  ]);
  house = await buildTestApp({
    now: new Date('2026-03-02T02:00:00Z'),
    agencies: {
      CIVIL_AFFAIRS_URL: civilAffairs.url,
      ...civil.gateway,
      MEDICAL_INSURANCE_URL: medicalInsurance.url,
      ...medical.gateway,
      LEGAL_AID_URL: legalAid.url,
      ...lawyers.gateway,
    },
    agencyCallMs: 5_000,
  });
});

afterAll(async () => {
  await house?.close();
  await Promise.all([civilAffairs?.dispose(), medicalInsurance?.dispose(), legalAid?.dispose()]);
  await relay?.close();
});

const application = (changes: object = {}) => ({
  idempotencyKey: randomUUID(),
  serviceItemCode: 'one-door-needs',
  channel: 'WINDOW',
  applicant: WEI,
  divisionCode: '990101',
  form: FORM,
  consents: CONSENTS,
  ...changes,
});

const told = (id: string): Promise<Story> => readStory(house, 'window', id);

/** A person at the agency answers through the graph. */
async function answer(as: PersonaName, story: Story, stepKey: string, outcome: string): Promise<readonly string[]> {
  const referralId = referralOf(story, stepKey).id;
  await changeReferral(house, as, 'acceptReferral', { referralId });
  const { userErrors } = await changeReferral(house, as, 'completeReferral', { referralId, outcome });
  return userErrors.map(({ code }) => code);
}

/** An agency answers through its own system: receipt at once, the rest by webhook. */
function answersItself(story: Story, stepKey: string, pushes: number): Promise<void> {
  return relay.handOver(house, rowIdOf('Referral', referralOf(story, stepKey).id) ?? '', pushes);
}

describe('I. One form with five needs', () => {
  let id: string;

  it('goes to five agencies at once, each with its own reason, office and day', async () => {
    id = (await opened(house, application())).id;
    await house.drain();

    const story = await told(id);
    expect(story.steps.map(({ key, office, reasons }) => [key, office?.name.zh, reasons[0]?.zh])).toEqual([
      ['minimum-living', '青榕区民政局社会救助股', '申请人需要最低生活保障（社会救助暂行办法第十一条）'],
      ['medical', '桂江市医疗保障局医疗救助科', '申请人需要医疗救助（社会救助暂行办法第二十九条）'],
      ['union-aid', '桂江市总工会困难职工帮扶中心', '申请人需要工会帮扶（工会法）'],
      ['legal-aid', '青榕区法律援助工作站', '申请人需要法律援助（法律援助法第四十三条）'],
      ['education', '青榕区教育局学生资助岗', '申请人需要教育救助（社会救助暂行办法第三十六条）'],
    ]);
    expect(story.referrals.map(({ stepKey }) => stepKey).toSorted()).toEqual(
      ['education', 'legal-aid', 'medical', 'minimum-living', 'union-aid'].toSorted(),
    );
    expect(Object.fromEntries(story.referrals.map(({ stepKey, status }) => [stepKey, status]))).toEqual({
      'minimum-living': 'RECEIVED',
      medical: 'RECEIVED',
      'legal-aid': 'RECEIVED',
      // Windows without a system of their own find it on their list.
      'union-aid': 'SENT',
      education: 'SENT',
    });
    expect(story.omittedSteps.map(({ key, reason }) => [key, reason.zh])).toEqual([
      ['housing', '申请人没有提出住房救助'],
      ['employment', '申请人没有提出就业救助'],
    ]);
    expect(clockOf(story, 'minimum-living', 'ASSISTANCE_ANSWER')).toMatchObject({
      dueOn: '2026-03-30',
      explanation: { zh: expect.stringContaining('自2026-03-02的次日起算20个工作日，末日为2026-03-30。') },
    });
  });

  it('tells each agency its own need and nothing of the others', async () => {
    const read = await readStory(house, 'education', id);

    expect(read.referrals.map(({ stepKey }) => stepKey)).toEqual(['education']);
    expect(Object.keys(read.form ?? {}).toSorted()).toEqual(['annualIncome', 'facts', 'householdSize']);
  });

  it('takes one answer of each agency, and stays open until the last has come', async () => {
    await answersItself(await told(id), 'minimum-living', 2);
    await answersItself(await told(id), 'medical', 2);
    expect(await answer('supervisor', await told(id), 'union-aid', 'APPROVED')).toEqual([]);
    await answersItself(await told(id), 'legal-aid', 5);
    expect(await answer('supervisor', await told(id), 'union-aid', 'REJECTED')).toEqual(['TRANSITION_REFUSED']);

    const four = await told(id);
    expect(four.status).toBe('IN_PROGRESS');
    expect(Object.fromEntries(four.steps.map(({ key, outcome }) => [key, outcome]))).toEqual({
      'minimum-living': 'GRANTED',
      medical: 'ASSISTED',
      'union-aid': 'APPROVED',
      'legal-aid': 'AID_GIVEN',
      education: null,
    });

    house.clock.set(new Date('2026-03-20T02:00:00Z'));
    expect(await answer('education', four, 'education', 'NOT_ASSISTED')).toEqual([]);
    expect(await told(id)).toMatchObject({ status: 'AWAITING_RATING', outcome: 'ALL_ANSWERED' });
  });

  it('reads at the window as one summary: what each need came to', async () => {
    const story = await told(id);

    expect(toldBy(story).filter((sentence) => sentence.includes('办结：'))).toEqual([
      '青榕区民政局社会救助股办结：予以保障',
      '桂江市医疗保障局医疗救助科办结：予以救助',
      '桂江市总工会困难职工帮扶中心办结：批准帮扶',
      '青榕区法律援助工作站办结：已提供援助',
      '青榕区教育局学生资助岗办结：不予救助',
    ]);
    expect(toldBy(story).at(-1)).toBe('办理完成，请您评价');
    await changeCase(house, 'window', 'rateCase', { caseId: id, score: 4 });
    expect(toldBy(await told(id)).at(-1)).toBe('已评价 4 分，办结');
  });
});

describe('a need the applicant does not consent to share', () => {
  it('is not sent, and the case says so while the other needs go on', async () => {
    const { id } = await opened(
      house,
      application({ consents: CONSENTS.filter((line) => line !== 'education-share') }),
    );
    await house.drain();

    const story = await told(id);
    expect(story.referrals.map(({ stepKey }) => stepKey)).not.toContain('education');
    expect(story.omittedSteps.find(({ key }) => key === 'education')?.reason).toMatchObject({
      rule: 'CONSENT_NOT_GIVEN',
      zh: '申请人没有给出这项授权，不派送：同意将身份信息和家庭情况提供给办理教育救助的单位',
    });
    const { data } = await house.run<{ case: object | null }>(
      'education',
      'query ($id: ID!) { case(id: $id) { id } }',
      {
        id,
      },
    );
    expect(data.case).toBeNull();
    await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '演示结束' });
  });

  it('is not accepted when it was the only one, with the reason', async () => {
    const payload = await openCase(house, application({ form: { ...FORM, needs: ['EDUCATION'] }, consents: [] }));

    expect(payload.case).toBeNull();
    expect(payload.userErrors).toMatchObject([{ code: 'NOT_ELIGIBLE' }]);
    expect(payload.userErrors[0]?.reasons?.map(({ zh }) => zh)).toContain(
      '申请人没有给出这项授权，不派送：同意将身份信息和家庭情况提供给办理教育救助的单位',
    );
  });
});
