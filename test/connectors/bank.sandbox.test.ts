import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bankSettingsShape } from '#connectors/bank/env.ts';
import { createBankConnector } from '#connectors/bank/index.ts';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import { requireCapability } from '#domain/agencies/require-capability.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { callWithin } from './support/calls.ts';
import { effect, freshKey, freshReferralId } from './support/effects.ts';
import { seenEffects } from './support/seen-effects.ts';

const CARD = '9901010000000000016';

let agency: AgencyProcess;
let bank: AgencyConnector;

beforeAll(async () => {
  agency = await startAgency('bank');
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const connected = createBankConnector(z.object(bankSettingsShape).parse({ BANK_URL: agency.url }));
  if (!connected) throw new Error('a bank with an address is connected');
  bank = connected;
});

afterEach(() => bank.close());
afterAll(() => agency.dispose());

function pay(referralId: string, key: EffectKey, { card = CARD, amount = '3000.00', withinMs = 5_000 } = {}) {
  const fields = { bankCard: card, 'granted.decision': amount };
  const message = effect('DISPATCH', { role: 'PAYING_BANK', referralId, applicant: { name: '覃桂兰' }, fields });
  return requireCapability(bank, 'send')(message, key, callWithin(withinMs));
}

function recall(referralId: string, key = freshKey()) {
  return requireCapability(bank, 'send')(effect('RECALL', { referralId }), key, callWithin(5_000));
}

async function inTheBook(referralId: string): Promise<readonly object[]> {
  const { payments } = (await agency.control('book')) as { payments: readonly { readonly referralId: string }[] };
  return payments.filter((payment) => payment.referralId === referralId);
}

describe('the simulated bank', () => {
  it('has one order per serial, though it was sent twice', async () => {
    const [referralId, key] = [freshReferralId(), freshKey()];

    const first = await pay(referralId, key);
    const second = await pay(referralId, key);

    expect(first).toMatchObject({ kind: 'RECEIVED', businessStatus: '已受理' });
    expect(second).toEqual(first);
    expect(await seenEffects(agency, key)).toMatchObject([{ referralId, count: 1, requests: 2 }]);
  });

  it('may be sent the same serial again after it recorded and cut the line, and after it was killed', async () => {
    const [referralId, key] = [freshReferralId(), freshKey()];
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1 });

    const cut = await pay(referralId, key);
    await agency.killAndRestart();
    await bank.close();
    bank = createBankConnector(z.object(bankSettingsShape).parse({ BANK_URL: agency.url })) ?? bank;
    const again = await pay(referralId, key);

    expect(cut).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(again).toMatchObject({ kind: 'RECEIVED' });
    expect(await inTheBook(referralId)).toHaveLength(1);
  });

  it('refuses a serial that comes again with another amount or card, and pays the first', async () => {
    const [referralId, key] = [freshReferralId(), freshKey()];
    await pay(referralId, key);

    expect(await pay(referralId, key, { amount: '3000.01' })).toMatchObject({ kind: 'STOPPED' });
    expect(await pay(referralId, key, { card: '9901010000000000024' })).toMatchObject({ kind: 'STOPPED' });
    expect(await inTheBook(referralId)).toMatchObject([{ 卡号: CARD, 金额: '3000.00' }]);
  });

  it.each([503, 200])('has recorded nothing while it is busy, said with HTTP %i', async (status) => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'errors', status });

    expect(await pay(freshReferralId(), key)).toMatchObject({ kind: 'RETRY', fault: 'SERVER_ERROR' });
    expect(await seenEffects(agency, key)).toEqual([]);
  });

  it('leaves the outcome open when it hangs beyond the deadline, answers half or in the wrong bytes', async () => {
    await agency.control('behaviour', { mode: 'hang' });
    const hung = await pay(freshReferralId(), freshKey(), { withinMs: 100 });
    await agency.control('behaviour', { mode: 'garbage' });
    const halved = await pay(freshReferralId(), freshKey());
    await agency.control('behaviour', { mode: 'wrong-encoding' });
    const miswritten = await pay(freshReferralId(), freshKey());

    expect(hung).toEqual({ kind: 'UNKNOWN', fault: 'TIMEOUT' });
    expect(halved).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
    expect(miswritten).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
  });

  it('is recalled while its batch is open, and not once it was sent', async () => {
    const [early, late] = [freshReferralId(), freshReferralId()];
    await pay(early, freshKey());
    await pay(late, freshKey());

    const inTime = await recall(early);
    await agency.control('send-batch', {});
    const tooLate = await recall(late);
    await agency.control('return-file', {});

    expect(inTime).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤销' });
    expect(tooLate).toEqual({ kind: 'REFUSED', reasonCode: 'OTHER', reason: '批次已发送，不能撤销' });
    expect([...(await inTheBook(early)), ...(await inTheBook(late))]).toMatchObject([
      { status: '已撤销' },
      { status: '成功' },
    ]);
  });

  it('takes no order any more that was recalled before it came', async () => {
    const referralId = freshReferralId();

    expect(await recall(referralId)).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤销' });
    expect(await pay(referralId, freshKey())).toMatchObject({ kind: 'REFUSED', reasonCode: 'NOT_ACCEPTED' });
    expect(await inTheBook(referralId)).toEqual([]);
  });

  it.each([
    ['a card of too few digits', { card: '990101' }, 'MATERIALS_INCOMPLETE'],
    ['more than it pays at once', { amount: '50000.01' }, 'NOT_ACCEPTED'],
  ])('refuses %s at once', async (_what, order, reasonCode) => {
    const referralId = freshReferralId();

    expect(await pay(referralId, freshKey(), order)).toMatchObject({ kind: 'REFUSED', reasonCode });
    expect(await inTheBook(referralId)).toEqual([]);
  });

  it('puts what comes after a batch was sent into the next one', async () => {
    const [first, second] = [freshReferralId(), freshReferralId()];
    await pay(first, freshKey());
    await agency.control('return-file', {});
    await pay(second, freshKey());
    const { batchNo, rows } = await agency.control('return-file', {});

    expect(rows).toBe(1);
    expect(await agency.control('return-file', { batchNo })).toMatchObject({ batchNo, rows: 1 });
  });

  it('writes a name of four-byte characters into its file as it came', async () => {
    const fields = { bankCard: CARD, 'granted.decision': '10.00' };
    const message = effect('DISPATCH', { referralId: freshReferralId(), applicant: { name: '莫䶵' }, fields });
    await requireCapability(bank, 'send')(message, freshKey(), callWithin(5_000));

    const { content } = (await agency.control('return-file', {})) as { content: string };

    expect(new TextDecoder('gb18030').decode(Buffer.from(content, 'base64'))).toContain(',莫䶵,');
  });
});
