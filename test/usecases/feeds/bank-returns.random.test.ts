import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../support/factories/identifiers.ts';
import {
  CLOSED_CARD,
  GOOD_CARD,
  openPaymentsOffice,
  type PaymentsOffice,
  type ReturnCells,
} from '../support/payments-office.ts';

const CORRECTIONS_AT_MOST = 3;

interface Claim {
  readonly caseId: string;
  card: string;
  corrections: number;
}

/** Return files are repeated, mixed, split and lied about; every payment ends once all the same. */
describe('return rows in any order and number', () => {
  let office: PaymentsOffice;

  beforeAll(async () => {
    office = await openPaymentsOffice();
  });
  afterAll(() => office.close());

  const below = (random: Random, end: number) => Math.floor(random() * end);

  function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
    return items
      .map((item) => ({ item, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }

  async function open(random: Random): Promise<readonly Claim[]> {
    const claims: Claim[] = [];
    for (let number = 0; number < 4; number += 1) {
      const card = random() < 0.5 ? GOOD_CARD : CLOSED_CARD;
      claims.push({ caseId: await office.grant({ card }), card, corrections: 0 });
    }
    await office.drain();
    return claims;
  }

  /** What the bank has to say of what is open, said up to three times, among old news and lies about what has ended. */
  async function rowsAbout(random: Random, claims: readonly Claim[]): Promise<readonly ReturnCells[]> {
    const rows: ReturnCells[] = [];
    for (const { caseId, card } of claims) {
      for (const { serial, outcome } of await office.payments(caseId)) {
        const truth = outcome === undefined ? card === GOOD_CARD : outcome === 'PAID';
        const result = truth ? '成功' : '失败';
        const times = outcome === undefined ? 1 + below(random, 3) : below(random, 2);
        for (let time = 0; time < times; time += 1) rows.push({ serial, result });
        if (outcome !== undefined && random() < 0.5) rows.push({ serial, result: truth ? '失败' : '成功' });
      }
    }
    return shuffled(random, rows);
  }

  async function deliver(random: Random, rows: readonly ReturnCells[]): Promise<void> {
    const files = 1 + below(random, 3);
    const size = Math.max(1, Math.ceil(rows.length / files));
    for (let from = 0; from < rows.length; from += size) {
      const file = await office.returns(rows.slice(from, from + size));
      expect(file.status).toBe('DONE');
    }
  }

  /** Each returned payment has an account to correct; the last correction is always right. */
  async function correct(random: Random, claims: readonly Claim[]): Promise<boolean> {
    let corrected = false;
    for (const claim of claims) {
      const { referrals } = await office.draft(claim.caseId);
      const waiting = referrals.some(({ stepKey, outcome }) => stepKey === 'account' && outcome === undefined);
      if (!waiting) continue;
      claim.corrections += 1;
      claim.card = random() < 0.5 || claim.corrections === CORRECTIONS_AT_MOST ? GOOD_CARD : CLOSED_CARD;
      const form = { bankCard: claim.card };
      await office.say(claim.caseId, 'account', { event: 'COMPLETE', outcome: 'CORRECTED' }, form);
      corrected = true;
    }
    await office.drain();
    return corrected;
  }

  it.each([1, 2, 3, 4, 5, 6])('end each payment once and pay each claim once (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const claims = await open(random);

    for (let going = true; going;) {
      await deliver(random, await rowsAbout(random, claims));
      going = await correct(random, claims);
    }
    // Old news once more, when everything is over.
    await deliver(random, await rowsAbout(random, claims));
    await office.bank.control('return-file', {});

    const book = await office.book();
    for (const { caseId, corrections } of claims) {
      const payments = await office.payments(caseId);
      const serials = payments.map(({ serial }) => serial);
      expect(payments).toHaveLength(1 + corrections);
      expect(new Set(serials).size).toBe(payments.length);
      expect(payments.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: corrections }, () => 'BANK_RETURNED'),
        'PAID',
      ]);
      const orders = book.filter(({ serial }) => serials.includes(serial));
      expect(orders).toHaveLength(payments.length);
      expect(orders.filter(({ status }) => status === '成功')).toHaveLength(1);
      const told = await office.app.database.prisma.caseEvent.count({
        where: { caseId, type: 'referral.completed' },
      });
      // The decision, each payment, and each correction.
      expect(told).toBe(1 + payments.length + corrections);
      expect((await office.draft(caseId)).case.outcome).toBe('PAID');
    }
  });
});
