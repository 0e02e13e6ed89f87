import { describe, expect, it } from 'vitest';
import type { SettlementResult, SettlementStatus } from '#domain/feeds/medical-settlement.ts';
import { decideVisit, type VisitSettlement } from '#domain/feeds/visit-claims.ts';
import { sumYuan, type Yuan } from '#domain/registry/yuan.ts';
import { type Random, seededRandom } from '../../support/factories/identifiers.ts';

const HOUR = 3_600_000;

interface Claim {
  readonly settlement: number;
  readonly alreadyPaid: Yuan | undefined;
  open: boolean;
  paid?: Yuan;
}

interface Kept {
  status: SettlementStatus;
  result: SettlementResult;
  known: boolean;
  claim?: Claim;
}

/** One visit, told of in any order, with a cashier who pays whatever claim nobody has to look at. */
function tellVisit(random: Random, settlements: number) {
  const kept = new Map<number, Kept>();
  const claims: Claim[] = [];

  function decide(): void {
    const visit = [...kept].map(([number, { status, result, known, claim }]): VisitSettlement => ({
      id: String(number),
      settlementId: `S${number}`,
      status,
      result,
      settledAt: known ? new Date(number * HOUR) : undefined,
      claim: claim && { open: claim.open, paid: claim.paid },
    }));
    const { withdraw, open, results } = decideVisit(visit);
    for (const id of withdraw) {
      const claim = kept.get(Number(id))?.claim;
      if (!claim?.open || claim.paid) throw new Error('withdrew what was over or paid');
      claim.open = false;
    }
    for (const [id, result] of results) Object.assign(kept.get(Number(id)) ?? {}, { result });
    const opening = open && kept.get(Number(open.id));
    if (!opening) return;
    opening.claim = { settlement: Number(open.id), alreadyPaid: open.alreadyPaid, open: true };
    opening.result = 'CLAIM_OPENED';
    claims.push(opening.claim);
  }

  function settle(number: number): void {
    const before = kept.get(number);
    if (before?.known) return;
    kept.set(
      number,
      before ? { ...before, known: true } : { status: 'VALID', result: 'CLAIM_NOT_OPENED', known: true },
    );
    decide();
  }

  function reverse(number: number): void {
    const before = kept.get(number);
    if (before?.status === 'REVERSED') return;
    kept.set(number, { ...(before ?? { known: false }), status: 'REVERSED', result: 'REVERSED' });
    decide();
  }

  function pay(): void {
    for (const claim of claims) if (claim.open && !claim.paid && !claim.alreadyPaid) claim.paid = '1000.00' as Yuan;
  }

  const words = Array.from({ length: settlements }, (_, number) => [
    () => settle(number),
    () => settle(number),
    ...(number < settlements - 1 ? [() => reverse(number), () => reverse(number)] : []),
  ]).flat();
  for (const { say } of words.map((word) => ({ say: word, at: random() })).toSorted((a, b) => a.at - b.at)) {
    say();
    expectAtMostOneToPay(claims, kept);
    if (random() < 0.3) pay();
  }
  pay();
  return { kept, claims };
}

function expectAtMostOneToPay(claims: readonly Claim[], kept: ReadonlyMap<number, Kept>): void {
  const payable = claims.filter(({ open, paid, alreadyPaid }) => open && !paid && !alreadyPaid);
  expect(payable.length).toBeLessThanOrEqual(1);
  for (const { settlement } of payable) expect(kept.get(settlement)?.status).toBe('VALID');
}

describe('the claims of one visit', () => {
  it('pay once at most without a person, in two thousand orders of settlements, reversals, repeats and payments', () => {
    const random = seededRandom(2207);
    for (let story = 0; story < 2_000; story += 1) {
      const last = 1 + Math.floor(random() * 4);
      const { kept, claims } = tellVisit(random, last + 1);

      expect(claims.filter(({ paid }) => paid).length).toBeLessThanOrEqual(1);
      expect(kept.get(last)).toMatchObject({ status: 'VALID', result: 'CLAIM_OPENED' });
      const standing = claims.filter(({ open, paid }) => open && !paid);
      for (const claim of standing) expect(claim).toMatchObject({ settlement: last, alreadyPaid: '1000.00' });
    }
  });

  it('go to the settlement made last when several wait', () => {
    const at = (hours: number) => new Date(hours * HOUR);
    const waiting = { status: 'VALID', result: 'WAITS_FOR_REVERSAL' } as const;

    const { open, results } = decideVisit([
      { ...waiting, id: 'a', settlementId: 'S1', settledAt: at(1) },
      { ...waiting, id: 'c', settlementId: 'S3', settledAt: at(3) },
      { ...waiting, id: 'b', settlementId: 'S2', settledAt: at(2) },
    ]);

    expect(open).toEqual({ id: 'c', alreadyPaid: undefined });
    expect([...results]).toEqual([
      ['b', 'WAITS_FOR_REVERSAL'],
      ['a', 'WAITS_FOR_REVERSAL'],
    ]);
  });

  it('leave a claim alone that was decided against before the reversal, and begin anew', () => {
    const { open, withdraw, results } = decideVisit([
      { id: 'a', settlementId: 'S1', status: 'REVERSED', result: 'REVERSED', claim: { open: false } },
      { id: 'b', settlementId: 'S2', status: 'VALID', result: 'CLAIM_NOT_OPENED' },
    ]);

    expect({ open, withdraw, results: [...results] }).toEqual({
      open: { id: 'b', alreadyPaid: undefined },
      withdraw: [],
      results: [['a', 'REVERSED']],
    });
  });

  it('do not withdraw what has been ordered to be paid though the case is still open', () => {
    const paid = '88.00' as Yuan;

    const { withdraw, results } = decideVisit([
      { id: 'a', settlementId: 'S1', status: 'REVERSED', result: 'REVERSED', claim: { open: true, paid } },
    ]);

    expect(withdraw).toEqual([]);
    expect(results.get('a')).toBe('REVERSED_AFTER_PAYOUT');
  });
});

describe('adding up yuan', () => {
  it.each<[readonly string[], string]>([
    [[], '0.00'],
    [['0.01'], '0.01'],
    [['0.10', '0.20'], '0.30'],
    [['8432.10', '1567.90'], '10000.00'],
    [['9999999999999.99', '0.01'], '10000000000000.00'],
  ])('%j makes %s', (amounts, sum) => {
    expect(sumYuan(amounts as readonly Yuan[])).toBe(sum);
  });
});
