import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEDGER_STATUS_AFTER, LEDGER_STATUSES, type LedgerLine } from '#domain/agencies/agency-ledger.ts';
import {
  differencesOf,
  type Entry,
  inStep,
  judgeLoneRecord,
  judgeMissing,
} from '#domain/reconciliation/compare-ledgers.ts';
import { expectedStatus, type OurLine } from '#domain/reconciliation/our-line.ts';
import { STATUS_AFTER } from '#domain/referrals/referral-transitions.ts';
import { EFFECT_STATUSES, REFERRAL_STATUSES } from '#domain/referrals/referral.ts';

const ours = (key: string, more: Partial<OurLine> = {}): OurLine => ({
  key,
  kind: 'DISPATCH',
  referralId: `referral of ${key}`,
  status: 'RECEIVED',
  reference: `no. ${key}`,
  settling: false,
  ...more,
});

const theirs = (key: string, more: Partial<LedgerLine> = {}): LedgerLine => ({
  key,
  status: 'RECEIVED',
  references: [`no. ${key}`],
  ...more,
});

async function* streamed<Line>(lines: readonly Line[]): AsyncGenerator<Line, void, undefined> {
  for (const line of lines) yield Promise.resolve(line);
}

function sorted<Line extends { readonly key: string }>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

async function stepThrough(left: readonly OurLine[], right: readonly LedgerLine[]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of inStep(streamed(sorted(left)), streamed(sorted(right)))) entries.push(entry);
  return entries;
}

describe('going through both sides in step', () => {
  it('finds in any two lists what set arithmetic finds', async () => {
    const keys = fc.array(fc.integer({ min: 0, max: 40 }).map((number) => `oe-${String(number).padStart(2, '0')}`));

    await fc.assert(
      fc.asyncProperty(keys, keys, async (mine, other) => {
        const [left, right] = [new Set(mine), new Set(other)];
        const entries = await stepThrough(
          [...left].map((key) => ours(key)),
          other.map((key) => theirs(key)),
        );

        const keysWhere = (holds: (entry: Entry) => boolean) => entries.filter(holds).map(({ key }) => key);
        expect(keysWhere(() => true)).toEqual([...left.union(right)].toSorted());
        expect(keysWhere((entry) => entry.theirs.length === 0)).toEqual([...left.difference(right)].toSorted());
        expect(keysWhere((entry) => !entry.ours)).toEqual([...right.difference(left)].toSorted());
        expect(
          entries.every(({ key, theirs: lines }) => lines.length === other.filter((each) => each === key).length),
        ).toBe(true);
      }),
    );
  });

  it('is at an end where both are empty', async () => {
    expect(await stepThrough([], [])).toEqual([]);
  });
});

describe('an effect that both sides have', () => {
  const kinds = (mine: Partial<OurLine>, ...others: readonly Partial<LedgerLine>[]) =>
    differencesOf({ key: 'k', ours: ours('k', mine), theirs: others.map((other) => theirs('k', other)) }).map(
      ({ kind }) => kind,
    );

  it.each<[string, readonly string[], Partial<OurLine>, readonly Partial<LedgerLine>[]]>([
    ['is the same', [], {}, [{}]],
    ['stands elsewhere in the matter', ['STATUS_DIFFERS'], {}, [{ status: 'COMPLETED' }]],
    ['bears another number', ['REFERENCE_DIFFERS'], {}, [{ references: ['no. other'] }]],
    ['bears an older number beside the present one', [], {}, [{ references: ['no. new', 'no. k'] }]],
    ['has no number there', [], {}, [{ references: [] }]],
    ['has no number with us', [], { reference: undefined }, [{}]],
    ['is there twice', ['DOUBLE'], {}, [{}, {}]],
    ['is there twice, once as we have it', ['DOUBLE'], {}, [{ status: 'COMPLETED', references: [] }, {}]],
    ['is a recall, whose matter has a status', [], { kind: 'RECALL' }, [{ status: 'COMPLETED', references: [] }]],
    ['waits for a recall to arrive', [], { status: 'RECALLED', settling: true }, [{ status: 'ACCEPTED' }]],
    ['differs in both', ['STATUS_DIFFERS', 'REFERENCE_DIFFERS'], {}, [{ status: 'REFUSED', references: ['x'] }]],
  ])('%s: %j', (_what, expected, mine, others) => {
    expect(kinds(mine, ...others)).toEqual(expected);
  });
});

describe('what one side has alone', () => {
  it('is missing at the agency unless it has it on another day', () => {
    expect(judgeMissing(ours('k'), []).map(({ kind }) => kind)).toEqual(['MISSING_AT_AGENCY']);
    expect(judgeMissing(ours('k'), [theirs('k')])).toEqual([]);
    expect(judgeMissing(ours('k'), [theirs('k'), theirs('k')]).map(({ kind }) => kind)).toEqual(['DOUBLE']);
  });

  it.each(EFFECT_STATUSES.flatMap((status) => LEDGER_STATUSES.map((other) => [status, other] as const)))(
    'of an effect that is %s with us and %s there is judged',
    (status, other) => {
      const verdict = judgeLoneRecord('k', [theirs('k', { status: other })], { referralId: 'r', status });
      const word = typeof verdict === 'string' ? verdict : verdict.kind;

      const over = other === 'RECALLED' || other === 'REFUSED' || other === 'RETURNED';
      const expected = {
        DELIVERED: 'ELSEWHERE',
        PENDING: 'UNDER_WAY',
        IN_DOUBT: 'STATUS_DIFFERS',
        REFUSED: over ? 'ELSEWHERE' : 'UNKNOWN_TO_US',
        STOPPED: over ? 'ELSEWHERE' : 'UNKNOWN_TO_US',
        CANCELLED: over ? 'ELSEWHERE' : 'UNKNOWN_TO_US',
      };
      expect(word).toBe(expected[status]);
    },
  );

  it('is unknown to us where the key is none of ours', () => {
    expect(judgeLoneRecord('k', [theirs('k')], undefined)).toMatchObject({ kind: 'UNKNOWN_TO_US', theirsCount: 1 });
  });

  it('is a double where it is there on two days', () => {
    const effect = { referralId: 'r', status: 'DELIVERED' } as const;

    expect(judgeLoneRecord('k', [theirs('k'), theirs('k')], effect)).toMatchObject({ kind: 'DOUBLE', theirsCount: 2 });
  });
});

describe('where a matter should stand at the agency', () => {
  it('is a word that a list can say, for every status and every kind', () => {
    for (const status of REFERRAL_STATUSES) {
      expect(LEDGER_STATUSES).toContain(expectedStatus('DISPATCH', status));
      expect(expectedStatus('RECALL', status)).toBe('RECALLED');
      expect(expectedStatus('SUPPLEMENT', status)).toBe('RECEIVED');
    }
  });

  it('is what the same answer leads to in the referral', () => {
    expect(STATUS_AFTER).toMatchObject(LEDGER_STATUS_AFTER);
  });
});
