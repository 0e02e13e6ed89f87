import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeReferral } from '../resolvers/support/change-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Relay, sharedSecret, startRelay } from './support/relay.ts';
import { clockOf, readStory, referralOf, type Story, toldBy } from './support/story.ts';

const QIN = '990101198603120018';
/** Hers in the register. */
const CARD = '9901010000000000016';

const SETTLEMENTS = `{ settlements { nodes { status result personalAmount settledAt case { id status attentionReason } } } }`;

interface SettlementRead {
  readonly status: string;
  readonly result: string;
  readonly personalAmount: string;
  readonly case: { readonly id: string; readonly status: string; readonly attentionReason: string | null } | null;
}

let relay: Relay;
let bureau: AgencyProcess;
let house: TestApp;

beforeAll(async () => {
  relay = await startRelay();
  const secret = sharedSecret('medical-insurance');
  bureau = await startAgency('medical-insurance', { SANDBOX_GATEWAY_URL: relay.url, ...secret.sandbox });
});

beforeEach(async () => {
  house = await buildTestApp({
    now: new Date('2026-03-10T03:21:00Z'),
    agencies: { MEDICAL_INSURANCE_URL: bureau.url, ...sharedSecret('medical-insurance').gateway },
  });
});

afterEach(() => house.close());

afterAll(async () => {
  await bureau?.dispose();
  await relay?.close();
});

/** The bureau settles on its own system and pushes; the house's clock stands at that moment. */
async function settle(settlementId: string, visitId: string, settledAt: string, amount = '8432.10'): Promise<void> {
  house.clock.set(new Date(settledAt));
  await bureau.control('push-settlement', { residentId: QIN, settlementId, visitId, settledAt, amount });
  await relay.handOver(house, settlementId, 1);
}

async function reverse(settlementId: string, at: string): Promise<void> {
  house.clock.set(new Date(at));
  await bureau.control('push-settlement', { settlementId, reversed: true, settledAt: at });
  await relay.handOver(house, settlementId, 1);
}

/** Newest first. */
async function settlements(as: 'window' | 'worker' = 'window'): Promise<readonly SettlementRead[]> {
  const { data, errors } = await house.run<{ settlements: { nodes: readonly SettlementRead[] } }>(as, SETTLEMENTS);
  expect(errors).toEqual([]);
  return data.settlements.nodes;
}

async function claimOf(settlement: SettlementRead | undefined): Promise<Story & { readonly id: string }> {
  if (!settlement?.case) throw new Error('no claim was opened');
  return { id: settlement.case.id, ...(await readStory(house, 'window', settlement.case.id)) };
}

async function decide(claim: Story, outcome: string, amount?: string): Promise<readonly string[]> {
  const referralId = referralOf(claim, 'decision').id;
  await changeReferral(house, 'window', 'acceptReferral', { referralId });
  const { userErrors } = await changeReferral(house, 'window', 'completeReferral', { referralId, outcome, amount });
  await house.drain();
  return userErrors.map(({ code }) => code);
}

describe('G. A member leaves hospital, and the settlement is reversed and made anew', () => {
  it('has a claim nobody applied for, withdrawn with its settlement, and a new one counted from the last valid settlement', async () => {
    await settle('S-G1', 'V-G1', '2026-03-10T03:20:15Z');
    const first = await claimOf((await settlements()).at(0));
    expect(first).toMatchObject({
      status: 'IN_PROGRESS',
      applicant: { nameMasked: '覃**' },
      form: {
        settlementId: 'S-G1',
        visitId: 'V-G1',
        personalAmount: '8432.10',
        settledOn: '2026-03-10',
        bankCard: CARD,
      },
      reasons: [{ rule: 'SOMETHING_PAID', holds: true, zh: '本次就诊有个人负担的费用' }],
      consents: [{ line: 'claim-payment' }, { line: 'claim-settlement' }],
    });
    expect(clockOf(first, 'decision', 'CLAIM_PAYOUT')).toMatchObject({
      status: 'RUNNING',
      startedOn: '2026-03-10',
      dueOn: '2026-03-12',
      explanation: { zh: '自2026-03-10的次日起算2个工作日，末日为2026-03-12。' },
    });

    await reverse('S-G1', '2026-03-12T01:00:00Z');
    const taken = await claimOf((await settlements()).at(0));
    expect((await settlements()).at(0)).toMatchObject({ status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });
    expect(taken.status).toBe('WITHDRAWN');
    expect(toldBy(taken)).toContain('来源单位已撤销，本件随之撤回');
    expect(toldBy(taken)).not.toContain('申请人撤回');
    expect(taken.timeline.find(({ type }) => type === 'case.withdrawn')?.note).toBe('结算已撤销');
    expect(clockOf(taken, 'decision', 'CLAIM_PAYOUT').status).toBe('CANCELLED');

    await settle('S-G2', 'V-G1', '2026-03-13T02:00:00Z', '8010.55');
    const [latest, ...earlier] = await settlements();
    expect(earlier).toMatchObject([{ status: 'REVERSED' }]);
    const second = await claimOf(latest);
    expect(second.id).not.toBe(first.id);
    expect(second.form).toEqual({
      settlementId: 'S-G2',
      visitId: 'V-G1',
      personalAmount: '8010.55',
      settledOn: '2026-03-13',
      bankCard: CARD,
    });
    // Friday, so two working days end on Tuesday.
    expect(clockOf(second, 'decision', 'CLAIM_PAYOUT')).toMatchObject({
      startedOn: '2026-03-13',
      dueOn: '2026-03-17',
      explanation: { zh: expect.stringContaining('末日为2026-03-17') },
    });
  });

  it('is not paid a second time when what was granted is reversed: the next claim says what was paid and goes to a person', async () => {
    await settle('S-R1', 'V-R1', '2026-03-10T03:20:15Z');
    const first = await claimOf((await settlements()).at(0));
    await decide(first, 'APPROVED', '3000.00');

    await reverse('S-R1', '2026-03-11T01:00:00Z');
    await settle('S-R2', 'V-R1', '2026-03-11T02:00:00Z', '8010.55');

    const [latest, reversed] = await settlements();
    expect(reversed).toMatchObject({ status: 'REVERSED', result: 'REVERSED_AFTER_PAYOUT' });
    const second = await claimOf(latest);
    expect(second).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attentionReason: 'ALREADY_PAID',
      form: { personalAmount: '8010.55', alreadyPaid: '3000.00' },
    });
    expect(toldBy(second)).toContain('需要人工处理：同一次就诊此前已发放补助，请人工核定差额');
    expect(await settlements('worker')).toMatchObject([{ personalAmount: '8010.55' }, { personalAmount: '8432.10' }]);

    expect(await decide(second, 'NOTHING_DUE')).toEqual([]);
    expect((await claimOf(latest)).outcome).toBe('NOTHING_DUE');
  });
});
