import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowIdOf } from '#resolvers/global-id.ts';
import { caseNow, opened, openCase } from '../resolvers/support/case-operations.ts';
import { changeReferral } from '../resolvers/support/change-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Relay, sharedSecret, startRelay } from './support/relay.ts';
import { clockOf, readPreview, readStory, referralOf, toldBy } from './support/story.ts';

/** The seventh household of a batch has four members and is one of rigid expenditure (刚性支出困难家庭). */
const WORKER = { name: '覃志明', residentId: '990101197505120079', phone: '19900000007' };
const FORM = {
  householdSize: 4,
  annualIncome: '60000.00',
  rigidExpenditure: '18000.00',
  hardshipCause: 'ILLNESS',
  facts: '妻子长期透析，医药费支出大',
};

const LEADS = `{ leads(status: [OPEN, CLAIMED]) { nodes {
  id kind status category businessStatus householdSize employer validUntil divisionCode matched
  source { name { zh } } person { id nameMasked hardshipFile { status } } } } }`;

interface LeadRead {
  readonly id: string;
  readonly status: string;
  readonly category: string | null;
  readonly householdSize: number | null;
  readonly person: { readonly id: string; readonly nameMasked: string; readonly hardshipFile: object | null };
}

let relay: Relay;
let civilAffairs: AgencyProcess;
let house: TestApp;
let lead: LeadRead;

const claim = () =>
  house.run<{ claimLead: { lead: { status: string }; userErrors: readonly object[] } }>(
    'window',
    'mutation ($input: ClaimLeadInput!) { claimLead(input: $input) { lead { status } userErrors { code } } }',
    { input: { idempotencyKey: randomUUID(), leadId: lead.id } },
  );

const application = (changes: object = {}) => ({
  idempotencyKey: randomUUID(),
  serviceItemCode: 'hardship-aid',
  channel: 'WINDOW',
  applicant: WORKER,
  divisionCode: '990101001',
  form: FORM,
  consents: ['economic-check', 'home-visit'],
  leadId: lead.id,
  ...changes,
});

async function fileOfWorker(): Promise<object | null> {
  const { data, errors } = await house.run<{ person: { hardshipFile: object | null } }>(
    'window',
    'query ($id: ID!) { person(id: $id) { hardshipFile { fileNo status category householdSize filedOn } } }',
    { id: lead.person.id },
  );
  expect(errors).toEqual([]);
  return data.person.hardshipFile;
}

beforeAll(async () => {
  relay = await startRelay();
  const secret = sharedSecret('civil-affairs');
  civilAffairs = await startAgency('civil-affairs', { SANDBOX_GATEWAY_URL: relay.url, ...secret.sandbox });
  house = await buildTestApp({
    now: new Date('2025-10-13T02:00:00Z'),
    agencies: { CIVIL_AFFAIRS_URL: civilAffairs.url, ...secret.gateway },
    agencyCallMs: 5_000,
  });
  await civilAffairs.control('push-households', { count: 7, batchNo: 'QRPC-D', sentAt: '2025-10-13T01:30:00Z' });
  await relay.handOver(house, 'QRPC-D', 1);
  const { data } = await house.run<{ leads: { nodes: readonly LeadRead[] } }>('window', LEADS);
  const pushed = data.leads.nodes.find(
    ({ householdSize, category }) => householdSize === 4 && category === 'RIGID_EXPENDITURE',
  );
  if (!pushed) throw new Error('the household was not pushed');
  lead = pushed;
});

afterAll(async () => {
  await house?.close();
  await civilAffairs?.dispose();
  await relay?.close();
});

describe('D. A household of four with one worker, pushed by civil affairs as one of rigid expenditure', () => {
  it('lies before the window as a lead that says what civil affairs found, until when, and moves no file', async () => {
    expect(lead).toMatchObject({
      kind: 'HOUSEHOLD',
      status: 'OPEN',
      category: 'RIGID_EXPENDITURE',
      businessStatus: 'GRANTED',
      householdSize: 4,
      employer: '桂江速达物流有限公司',
      validUntil: '2026-10-07',
      matched: true,
      source: { name: { zh: '青榕区民政局社会救助股' } },
      person: { nameMasked: '覃**', hardshipFile: null },
    });
    await house.app.system.fileHouseholds();
    expect(await fileOfWorker()).toBeNull();
  });

  it('is not shown to an agency, nor to the worker', async () => {
    for (const persona of ['civil-affairs', 'worker', 'township'] as const) {
      expect((await house.run(persona, LEADS)).errors[0]?.extensions?.['code'], persona).toBe('FORBIDDEN');
    }
  });

  it('still takes the check, the visit and the approval: what civil affairs granted stands in for none of them', async () => {
    const preview = await readPreview(house, 'window', {
      serviceItemCode: 'hardship-aid',
      residentId: WORKER.residentId,
      divisionCode: '990101001',
      form: FORM,
    });

    expect(preview).toMatchObject({
      eligible: true,
      steps: [{ key: 'check' }, { key: 'visit' }, { key: 'approval' }],
      omittedSteps: [],
      passports: [],
    });
  });

  it('is opened with the worker’s own consent, which the push does not replace', async () => {
    const refused = await openCase(house, application({ consents: ['economic-check'] }));

    expect(refused).toMatchObject({
      case: null,
      userErrors: [{ code: 'CONSENT_MISSING', path: ['consents', 'home-visit'], message: '缺少必要的授权' }],
    });
  });

  it('goes from the lead to the check, the visit and the approval, each by its day, and ends with a file', async () => {
    expect((await claim()).data.claimLead).toEqual({ lead: { status: 'CLAIMED' }, userErrors: [] });
    const { id } = await opened(house, application());
    await house.drain();

    const atCheck = await readStory(house, 'window', id);
    const check = referralOf(atCheck, 'check');
    expect(atCheck.referrals).toHaveLength(1);
    expect(atCheck.steps.map(({ key, office }) => [key, office?.name.zh])).toEqual([
      ['check', '青榕区居民家庭经济状况核对中心'],
      ['visit', '榕江街道便民服务中心'],
      ['approval', '桂江市总工会困难职工帮扶中心'],
    ]);
    expect(clockOf(atCheck, 'check', 'ECONOMIC_CHECK')).toMatchObject({
      dueOn: '2025-10-27',
      explanation: { zh: expect.stringContaining('自2025-10-13的次日起算10个工作日，末日为2025-10-27。') },
    });
    const { data } = await house.run<{ leads: { nodes: readonly LeadRead[] } }>('window', LEADS);
    expect(data.leads.nodes.map((each) => each.id)).not.toContain(lead.id);

    // Civil affairs answers through its own system.
    await relay.handOver(house, rowIdOf('Referral', check.id) ?? '', 2);
    const atVisit = await readStory(house, 'window', id);
    expect(referralOf(atVisit, 'check')).toMatchObject({ status: 'COMPLETED', outcome: 'CHECKED_ELIGIBLE' });
    expect(await fileOfWorker()).toBeNull();

    house.clock.set(new Date('2025-10-15T02:00:00Z'));
    const visit = referralOf(atVisit, 'visit').id;
    await changeReferral(house, 'township', 'receiveReferral', { referralId: visit });
    expect(clockOf(await readStory(house, 'window', id), 'visit', 'HOME_VISIT')).toMatchObject({
      dueOn: '2025-10-22',
      explanation: { zh: expect.stringContaining('5个工作日') },
    });
    house.clock.set(new Date('2025-10-17T02:00:00Z'));
    await changeReferral(house, 'township', 'completeReferral', { referralId: visit, outcome: 'VISIT_CONFIRMED' });
    await house.drain();

    const atApproval = await readStory(house, 'window', id);
    expect(await fileOfWorker()).toBeNull();
    await changeReferral(house, 'supervisor', 'acceptReferral', {
      referralId: referralOf(atApproval, 'approval').id,
    });
    await changeReferral(house, 'supervisor', 'completeReferral', {
      referralId: referralOf(atApproval, 'approval').id,
      outcome: 'APPROVED',
    });
    await house.app.system.fileHouseholds();

    expect(await caseNow(house, id)).toMatchObject({ status: 'AWAITING_RATING', outcome: 'AIDED' });
    expect(await fileOfWorker()).toEqual({
      fileNo: 'KN990101-2025-000001',
      status: 'AIDED',
      category: 'DEEP',
      householdSize: 4,
      filedOn: '2025-10-17',
    });
    expect(toldBy(await readStory(house, 'window', id))).toEqual([
      '已受理',
      '家庭经济状况核对：建立转办单，交青榕区居民家庭经济状况核对中心',
      '已送达青榕区居民家庭经济状况核对中心',
      '青榕区居民家庭经济状况核对中心已签收',
      '青榕区居民家庭经济状况核对中心已受理',
      '青榕区居民家庭经济状况核对中心办结：核对符合',
      '家庭经济状况核对：核对符合，转入下一步',
      '入户调查：建立转办单，交榕江街道便民服务中心',
      '已送达榕江街道便民服务中心',
      '榕江街道便民服务中心已签收',
      '榕江街道便民服务中心办结：情况属实',
      '入户调查：情况属实，转入下一步',
      '帮扶审批：建立转办单，交桂江市总工会困难职工帮扶中心',
      '已送达桂江市总工会困难职工帮扶中心',
      '桂江市总工会困难职工帮扶中心已受理',
      '桂江市总工会困难职工帮扶中心办结：批准帮扶',
      '办理完成，请您评价',
    ]);
  });

  it('cannot be opened a second time from the same lead', async () => {
    const again = await openCase(house, application());

    expect(again.case).toBeNull();
    expect(again.userErrors.map(({ code }) => code)).toEqual(['TRANSITION_REFUSED']);
  });
});
