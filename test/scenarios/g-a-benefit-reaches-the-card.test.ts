import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { changeCase, changeReferral, type ReferralMutation } from '../resolvers/support/change-operations.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { type Relay, sharedSecret, startRelay } from './support/relay.ts';
import { readStory, referralOf, type Story, toldBy } from './support/story.ts';

const QIN = '990101198603120018';
/** 黄丽萍, whose card in the register belongs to an account that is closed. */
const HUANG = '990101199501010031';
/** 蒙建国, of whose account nothing is known. */
const MENG = '99010119680420004X';
const CLOSED = '9901010000000080406';
const CORRECT = '9901010000000000024';

const CLAIMS = `{ settlements(first: 1) { nodes { case { id } } } }`;

let relay: Relay;
let bureau: AgencyProcess;
let bank: AgencyProcess;
let house: TestApp;
let folder: string;

beforeAll(async () => {
  relay = await startRelay();
  const secret = sharedSecret('medical-insurance');
  [bureau, bank] = await Promise.all([
    startAgency('medical-insurance', { SANDBOX_GATEWAY_URL: relay.url, ...secret.sandbox }),
    startAgency('bank'),
  ]);
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-scenario-'));
  house = await buildTestApp({
    now: new Date('2026-03-10T03:21:00Z'),
    agencies: {
      MEDICAL_INSURANCE_URL: bureau.url,
      ...sharedSecret('medical-insurance').gateway,
      BANK_URL: bank.url,
    },
    feeds: {
      folder: path.join(folder, 'in'),
      archive: path.join(folder, 'archive'),
      maxBytes: 2 ** 20,
      sftp: new Map(),
    },
  });
});

afterEach(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(async () => {
  await Promise.all([bureau?.dispose(), bank?.dispose()]);
  await relay?.close();
});

/** The bureau settles and pushes; answers the claim that was opened for it. */
async function settle(settlementId: string, residentId: string): Promise<string> {
  const settledAt = '2026-03-10T03:20:15Z';
  await bureau.control('push-settlement', { residentId, settlementId, visitId: `V-${settlementId}`, settledAt });
  await relay.handOver(house, settlementId, 1);
  const { data } = await house.run<{ settlements: { nodes: { case: { id: string } | null }[] } }>('window', CLAIMS);
  const id = data.settlements.nodes[0]?.case?.id;
  if (!id) throw new Error('no claim was opened');
  return id;
}

const claim = (id: string, as: PersonaName = 'window') => readStory(house, as, id);

async function says(id: string, stepKey: string, mutation: ReferralMutation, more: object = {}): Promise<void> {
  const referralId = referralOf(await claim(id), stepKey).id;
  const { userErrors } = await changeReferral(house, 'window', mutation, { referralId, ...more });
  expect(userErrors).toEqual([]);
  await house.drain();
}

async function grants(id: string): Promise<void> {
  await says(id, 'decision', 'acceptReferral');
  await says(id, 'decision', 'completeReferral', { outcome: 'APPROVED', amount: '3000.00' });
}

/** Next morning the bank has settled its batch, and its file lies in the folder. */
async function bankReturns(): Promise<void> {
  house.clock.forward(1);
  await bank.control('return-file', { folder: path.join(folder, 'in', 'bank', 'bank-returns') });
  await house.app.system.collectFeedFiles();
  for (const { id } of await house.app.system.offerDueFeedFiles(100, 0)) await house.app.system.continueFeedFile(id);
  await house.drain();
}

/** What the bank's own book says of a claim, by its referrals of the payment. */
async function paymentsOf(id: string): Promise<readonly Record<string, string>[]> {
  const { payments } = (await bank.control('book')) as { payments: readonly Record<string, string>[] };
  const { referrals } = await claim(id);
  const ids = referrals.map((referral) => Buffer.from(referral.id, 'base64url').toString().slice('ref:'.length));
  return payments.filter(({ referralId = '' }) => ids.includes(referralId));
}

const rounds = ({ referrals }: Story) =>
  referrals.filter(({ stepKey }) => stepKey === 'payout').map(({ outcome }) => outcome);

describe('G. A benefit that nobody applied for reaches the member’s card', () => {
  it('once, and is rated', async () => {
    const id = await settle('S-P1', QIN);
    await grants(id);
    await bankReturns();
    await changeCase(house, 'worker', 'rateCase', { caseId: id, score: 5 });

    const end = await claim(id, 'worker');
    expect(end).toMatchObject({ status: 'CLOSED', outcome: 'PAID' });
    expect(toldBy(end)).toEqual([
      '已受理',
      '核定补助：建立转办单，交桂江市职工互助保障中心',
      '已送达桂江市职工互助保障中心',
      '桂江市职工互助保障中心已受理',
      '桂江市职工互助保障中心办结：已核定补助',
      '核定补助：已核定补助，转入下一步',
      '发放补助：建立转办单，交桂江农村合作银行代发业务部',
      '已送达桂江农村合作银行代发业务部',
      '桂江农村合作银行代发业务部已签收',
      '桂江农村合作银行代发业务部办结：已发放',
      '办理完成，请您评价',
      '已评价 5 分，办结',
    ]);
    expect(await paymentsOf(id)).toMatchObject([{ status: '成功', 户名: '覃桂兰', 金额: '3000.00' }]);
  });

  it('though its account is closed: the centre asks for another, and is paid then', async () => {
    const id = await settle('S-P2', HUANG);
    await grants(id);
    await bankReturns();

    const returned = await claim(id);
    expect(rounds(returned)).toEqual(['BANK_RETURNED']);
    expect(toldBy(returned).slice(-4)).toEqual([
      '桂江农村合作银行代发业务部办结：银行退回，须更正账户',
      '发放补助：银行退回，须更正账户，转入下一步',
      '更正收款账户：建立转办单，交桂江市职工互助保障中心',
      '已送达桂江市职工互助保障中心',
    ]);
    const completed = returned.timeline.findLast(({ type }) => type === 'referral.completed');
    expect(completed?.note).toBe('已销户 / the account is closed');

    await says(id, 'account', 'acceptReferral');
    await says(id, 'account', 'requestSupplement', { note: '请提供本人在用的银行卡' });
    const masked = { note: '仍用原卡', form: { bankCard: '990101****0406' } };
    const referralId = referralOf(await claim(id), 'account').id;
    expect(await changeReferral(house, 'window', 'provideSupplement', { referralId, ...masked })).toMatchObject({
      userErrors: [{ code: 'FORM_FIELD_INVALID' }],
    });
    await says(id, 'account', 'provideSupplement', { note: '本人更正', form: { bankCard: CORRECT } });
    await says(id, 'account', 'completeReferral', { outcome: 'CORRECTED' });
    await bankReturns();

    const end = await claim(id);
    expect(end).toMatchObject({ status: 'AWAITING_RATING', outcome: 'PAID' });
    expect(rounds(end)).toEqual(['BANK_RETURNED', 'PAID']);
    const payments = await paymentsOf(id);
    expect(payments).toMatchObject([
      { status: '失败', 卡号: CLOSED },
      { status: '成功', 卡号: CORRECT },
    ]);
    expect(new Set(payments.map(({ serial }) => serial)).size).toBe(2);
  });

  it('though nobody knew an account: the bank is told nothing before there is one', async () => {
    const id = await settle('S-P3', MENG);
    await grants(id);

    expect(rounds(await claim(id))).toEqual(['REFUSED']);
    expect(await paymentsOf(id)).toEqual([]);

    await says(id, 'account', 'requestSupplement', { note: '请提供本人银行卡' });
    await says(id, 'account', 'provideSupplement', { note: '本人提供', form: { bankCard: CORRECT } });
    await says(id, 'account', 'completeReferral', { outcome: 'CORRECTED' });
    await bankReturns();

    expect(await claim(id)).toMatchObject({ outcome: 'PAID' });
    expect(await paymentsOf(id)).toMatchObject([{ status: '成功', 卡号: CORRECT }]);
  });

  it('and tells the member in both languages, and shows the card whole to nobody who does not handle it', async () => {
    const id = await settle('S-P4', QIN);
    await grants(id);
    await bankReturns();

    const read = (as: PersonaName) =>
      house.run<{ case: { form: Record<string, string>; timeline: { summary: { zh: string; en: string } }[] } }>(
        as,
        'query ($id: ID!) { case(id: $id) { form timeline { summary { zh en } } } }',
        { id },
      );
    const [worker, supervisor] = [await read('worker'), await read('supervisor')];

    expect(worker.data.case.form['bankCard']).toBe('9901010000000000016');
    expect(supervisor.data.case.form['bankCard']).toBe('990101****0016');
    expect(JSON.stringify(supervisor.data)).not.toContain('9901010000000000016');
    const paid = worker.data.case.timeline.find(({ summary }) => summary.zh.endsWith('办结：已发放'));
    expect(paid?.summary.en).toContain('Paid');
  });

  it('leaves it to a person when the settlement is reversed while the payment is at the bank', async () => {
    const id = await settle('S-P7', QIN);
    await grants(id);
    await bureau.control('push-settlement', {
      settlementId: 'S-P7',
      reversed: true,
      settledAt: '2026-03-10T05:00:00Z',
    });
    await relay.handOver(house, 'S-P7', 1);
    expect(await claim(id)).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'SOURCE_REVERSED' });

    await bankReturns();

    expect(await claim(id)).toMatchObject({ outcome: 'PAID' });
    expect(await paymentsOf(id)).toMatchObject([{ status: '成功' }]);
  });

  it('is not paid again after a recall that came too late', async () => {
    const id = await settle('S-P5', QIN);
    await grants(id);
    await bank.control('send-batch', {});
    await says(id, 'payout', 'recallReferral', { reason: '核定有误' });

    const referralId = referralOf(await claim(id), 'payout').id;
    const again = await changeReferral(house, 'window', 'resendReferral', { referralId, note: '再发' });

    expect(again).toMatchObject({ userErrors: [{ code: 'TRANSITION_REFUSED' }] });
    await bankReturns();
    const end = await claim(id);
    expect(end).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RECALLED' });
    expect(end.timeline.map(({ type }) => type)).toContain('reply.superseded');
    await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '已到账，与职工商议退回' });
    await house.drain();
    expect(await claim(id)).toMatchObject({ status: 'WITHDRAWN' });
    expect(await paymentsOf(id)).toHaveLength(1);
  });

  it('is paid again after a recall that the bank confirmed, under a serial of its own', async () => {
    const id = await settle('S-P6', QIN);
    await grants(id);
    await says(id, 'payout', 'recallReferral', { reason: '核定有误' });
    await says(id, 'payout', 'resendReferral', { note: '复核无误' });
    await bankReturns();

    expect(await claim(id)).toMatchObject({ outcome: 'PAID' });
    expect((await paymentsOf(id)).map(({ status }) => status)).toEqual(['已撤销', '成功']);
  });
});
