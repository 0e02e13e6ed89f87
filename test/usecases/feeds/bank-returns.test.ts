import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { globalId } from '#resolvers/global-id.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { CLOSED_CARD, GOOD_CARD, openPaymentsOffice, type PaymentsOffice } from '../support/payments-office.ts';

const CORRECT = `mutation ($input: CorrectRowInput!) { correctRow(input: $input) { row { status } userErrors { code } } }`;
const CORRECTED = { event: 'COMPLETE', outcome: 'CORRECTED' } as const;

describe('what a bank returns', () => {
  let office: PaymentsOffice;

  beforeAll(async () => {
    office = await openPaymentsOffice();
  });
  afterAll(() => office.close());
  beforeEach(async () => {
    await office.bank.control('behaviour', { mode: 'normal' });
    // What an earlier test left lies in a batch that is closed here.
    await office.bank.control('return-file', {});
  });

  const kept = (serial: string) =>
    office.app.database.prisma.bankReturn.findFirst({ where: { effectId: serial.replace('oe-', '') } });

  const serialOf = async (caseId: string) => (await office.payments(caseId)).at(-1)?.serial ?? '';

  const outcomeOf = async (caseId: string) => (await office.draft(caseId)).case.outcome;

  it('ends the payment and the claim when the money is on the card', async () => {
    const claim = await office.grant();
    await office.drain();
    expect(await office.payments(claim)).toMatchObject([{ status: 'RECEIVED' }]);

    const file = await office.bankReturns();

    expect(file).toMatchObject({ status: 'DONE', countedRows: 1, counts: { accepted: 1, quarantined: 0 } });
    const [payment] = await office.payments(claim);
    expect(payment).toMatchObject({ round: 1, status: 'COMPLETED', outcome: 'PAID', effect: 'DELIVERED' });
    expect(await outcomeOf(claim)).toBe('PAID');
    expect(await kept(payment?.serial ?? '')).toMatchObject({ result: 'PAID', appliedAt: expect.any(Date) });
    expect((await office.book()).filter(({ serial }) => serial === payment?.serial)).toMatchObject([
      { status: '成功', 卡号: GOOD_CARD, 金额: '3000.00' },
    ]);
  });

  it('brings a returned payment to a person, and pays under another serial once the account was corrected', async () => {
    const claim = await office.grant({ card: CLOSED_CARD });
    await office.drain();
    await office.bankReturns();

    const [first] = await office.payments(claim);
    expect(first).toMatchObject({ outcome: 'BANK_RETURNED' });
    expect((await office.draft(claim)).referrals.at(-1)).toMatchObject({
      stepKey: 'account',
      role: 'UNION_MUTUAL_AID',
    });
    expect(await kept(first?.serial ?? '')).toMatchObject({ result: 'BANK_RETURNED', reasonCode: 'R03', paidOn: null });

    await office.say(claim, 'account', CORRECTED, { bankCard: GOOD_CARD });
    await office.drain();
    await office.bankReturns();

    const payments = await office.payments(claim);
    expect(payments).toMatchObject([{ outcome: 'BANK_RETURNED' }, { round: 2, outcome: 'PAID' }]);
    expect(new Set(payments.map(({ serial }) => serial)).size).toBe(2);
    expect(await outcomeOf(claim)).toBe('PAID');
  });

  it.each(['', '990101000'])('asks a person for the account where the card is "%s", and pays nothing', async (card) => {
    const claim = await office.grant();
    await office.app.dependencies.unitOfWork.run(async (tx) => {
      const draft = await tx.cases.loadDraft(claim);
      if (!draft) throw new Error('no claim');
      const { bankCard: _known, ...form } = draft.case.form;
      draft.case = { ...draft.case, form: card === '' ? form : { ...form, bankCard: card } };
      await tx.cases.saveDraft(draft);
    });
    await office.drain();

    const [payment, ...others] = await office.payments(claim);
    expect(payment).toMatchObject({ status: 'REFUSED', outcome: 'REFUSED' });
    expect(others).toEqual([]);
    expect((await office.book()).filter(({ serial }) => serial === payment?.serial)).toEqual([]);
    expect((await office.draft(claim)).referrals.at(-1)).toMatchObject({ stepKey: 'account', status: 'SENT' });
  });

  it('proves that the bank has an order whose answer was lost', async () => {
    const claim = await office.grant();
    await office.bank.control('behaviour', { mode: 'record-then-cut' });
    await office.drain();
    expect(await office.payments(claim)).toMatchObject([{ status: 'DRAFTED', effect: 'PENDING' }]);

    await office.bankReturns();
    await office.bank.control('behaviour', { mode: 'normal' });
    await office.app.database.prisma.$executeRaw`UPDATE effect SET next_attempt_at = now() - interval '1 second'`;
    await office.drain();

    const [payment, ...others] = await office.payments(claim);
    expect(payment).toMatchObject({ outcome: 'PAID', effect: 'DELIVERED' });
    expect(others).toEqual([]);
    expect((await office.book()).filter(({ serial }) => serial === payment?.serial)).toHaveLength(1);
  });

  it('changes nothing when it comes again, as the same bytes or in another file', async () => {
    const claim = await office.grant();
    await office.drain();
    await office.bankReturns();
    const before = (await office.draft(claim)).nextSequence;

    await office.bankReturns();
    const serial = await serialOf(claim);
    const again = await office.returns([{ serial }, { serial }]);

    expect(again).toMatchObject({ status: 'DONE', counts: { accepted: 0, unchanged: 2, quarantined: 0 } });
    expect((await office.draft(claim)).nextSequence).toBe(before);
  });

  it('puts aside, with a reason, rows that cannot be of an order of ours as it was sent', async () => {
    const [one, two] = [await office.grant(), await office.grant({ amount: '120.50' })];
    await office.drain();
    const serials = [...(await office.payments(one)), ...(await office.payments(two))].map(({ serial }) => serial);
    const [first = '', second = ''] = serials;

    const file = await office.returns([
      { serial: `oe-${randomUUID()}` },
      { serial: 'DF20260302000017' },
      { serial: first, amount: '3000.01' },
      { serial: first, result: '处理中' },
      { serial: first, on: '20260231' },
      { serial: second, amount: '120.50', result: '失败', reason: '户名' },
      { serial: second, amount: '120.50', reason: 'R01' },
    ]);

    expect(await office.quarantined(file.id)).toEqual([
      '1 业务流水号 SERIAL_UNKNOWN',
      '2 业务流水号 SERIAL_UNKNOWN',
      '3 金额 AMOUNT_DIFFERS',
      '4 处理结果 CHOICE_INVALID',
      '5 入账日期 BAD_DATE',
      '6 失败原因码 BAD_FORM',
      '7 失败原因码 END_UNCLEAR',
    ]);
    expect([...(await office.payments(one)), ...(await office.payments(two))]).toMatchObject([
      { status: 'RECEIVED' },
      { status: 'RECEIVED' },
    ]);
  });

  it.each([
    ['成功', '失败', 'PAID'],
    ['失败', '成功', 'BANK_RETURNED'],
  ])('keeps to what came first, and puts aside that %s was %s after all', async (first, later, outcome) => {
    const claim = await office.grant();
    await office.drain();
    const serial = await serialOf(claim);

    const both = await office.returns([
      { serial, result: first },
      { serial, result: later },
    ]);
    const after = await office.returns([{ serial, result: later }]);

    expect(await office.quarantined(both.id)).toEqual(['2 处理结果 END_DIFFERS']);
    expect(await office.quarantined(after.id)).toEqual(['1 处理结果 END_DIFFERS']);
    expect(await office.payments(claim)).toMatchObject([{ outcome }]);
  });

  it.each([
    ['NO_TRAILER', 'TRAILER_DIFFERS'],
    ['SUM', 'TRAILER_DIFFERS'],
    ['COUNTS', 'TRAILER_DIFFERS'],
    ['CUT', 'HASH_DIFFERS'],
  ])('is refused whole with damage %s, and taken when it comes right', async (damage, reason) => {
    const claim = await office.grant();
    await office.drain();

    expect(await office.bankReturns(damage)).toMatchObject({ status: 'REFUSED', reason });
    expect(await office.payments(claim)).toMatchObject([{ status: 'RECEIVED' }]);
    await office.bankReturns();

    expect(await office.payments(claim)).toMatchObject([{ outcome: 'PAID' }]);
  });

  it.each([
    ['a row too few', (text: string) => text.replace(/\nDF-HAND[^\n]*/, '')],
    ['an amount by which the sum cannot be right', (text: string) => text.replace(',3000.00,', ',3E3,')],
    ['no word 合计', (text: string) => text.replace('合计', '小计')],
  ])('is refused whole with %s', async (_what, spoil) => {
    const claim = await office.grant();
    await office.drain();
    const serial = await serialOf(claim);
    const rows = [{ serial }, { serial: `oe-${randomUUID()}` }];

    const file = await office.returns(rows, spoil);

    expect(file).toMatchObject({ status: 'REFUSED', reason: 'TRAILER_DIFFERS' });
    expect(await office.payments(claim)).toMatchObject([{ status: 'RECEIVED' }]);
  });

  it.each([
    ['AMOUNT', '1 金额 AMOUNT_DIFFERS'],
    ['SERIAL', '1 业务流水号 SERIAL_UNKNOWN'],
  ])('with the bank’s own slip %s costs nobody else their payment', async (damage, fault) => {
    const one = await office.grant();
    await office.drain();
    const two = await office.grant();
    await office.drain();

    const file = await office.bankReturns(damage);

    expect(await office.quarantined(file.id)).toEqual([fault]);
    expect(await office.payments(one)).toMatchObject([{ status: 'RECEIVED' }]);
    expect(await office.payments(two)).toMatchObject([{ outcome: 'PAID' }]);
  });

  it('is told to the referral once a row in quarantine was corrected', async () => {
    const claim = await office.grant();
    await office.drain();
    const serial = await serialOf(claim);
    const file = await office.returns([{ serial, amount: '300.00' }]);
    const { items } = await office.app.dependencies.stores.quarantine.list({ feedFileId: file.id }, { first: 1 });
    const input = {
      idempotencyKey: randomUUID(),
      rowId: globalId('QuarantinedRow', items[0]?.id ?? ''),
      note: '银行来函更正',
      corrections: [{ column: '金额', value: '3000.00' }],
    };
    expect(await office.payments(claim)).toMatchObject([{ status: 'RECEIVED' }]);

    const { data } = await office.run<{ correctRow: { userErrors: object[]; row: object } }>('window', CORRECT, {
      input,
    });

    expect(data.correctRow).toMatchObject({ userErrors: [], row: { status: 'CORRECTED' } });
    expect(await office.payments(claim)).toMatchObject([{ outcome: 'PAID' }]);
  });

  describe('when a worker dies', () => {
    const pace = { chunkRows: 2, chunksPerTurn: 10 };

    /** Three paid and one returned, in a file that nobody has begun. */
    async function waiting() {
      const cards = [GOOD_CARD, CLOSED_CARD, GOOD_CARD, GOOD_CARD];
      const claims: string[] = [];
      for (const card of cards) claims.push(await office.grant({ card }));
      await office.drain();
      await office.bank.control('return-file', { folder: `${office.folder}/bank/bank-returns` });
      await office.app.system.collectFeedFiles();
      return { claims, file: await office.newest() };
    }

    /** Dies when it is about to tell the n-th referral, or has just told it. */
    function dyingAt(row: number, when: 'BEFORE' | 'AFTER'): UsecaseDependencies {
      const deps = office.app.dependencies;
      let told = 0;
      return {
        ...deps,
        unitOfWork: {
          async run(work) {
            told += 1;
            if (told === row && when === 'BEFORE') throw new Error('killed');
            const result = await deps.unitOfWork.run(work);
            if (told === row && when === 'AFTER') throw new Error('killed');
            return result;
          },
        },
      };
    }

    it.each([1, 2, 3, 4].flatMap((row) => (['BEFORE', 'AFTER'] as const).map((when) => ({ row, when }))))(
      'tells each referral once, though it dies $when referral $row',
      async ({ row, when }) => {
        const { claims, file } = await waiting();
        await expect(continueFeedFile(dyingAt(row, when), file.id, pace)).rejects.toThrow('killed');

        await office.app.database.prisma.$executeRaw`UPDATE feed_file SET lease_until = lease_until - interval '1 day'`;
        await office.work();

        const ends = await Promise.all(claims.map((claim) => office.payments(claim)));
        expect(ends.flat().map(({ outcome }) => outcome)).toEqual(['PAID', 'BANK_RETURNED', 'PAID', 'PAID']);
        expect(await office.app.database.prisma.bankReturn.count({ where: { appliedAt: null } })).toBe(0);
        const told = await Promise.all(
          claims.map((caseId) =>
            office.app.database.prisma.caseEvent.count({
              where: { caseId, type: { in: ['referral.completed', 'reply.superseded'] } },
            }),
          ),
        );
        // The decision and the payment.
        expect(told).toEqual([2, 2, 2, 2]);
      },
    );
  });
});
