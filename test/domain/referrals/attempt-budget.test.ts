import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import { type BudgetSpent, endOfBudget, isHeldBack, spend } from '#domain/referrals/attempt-budget.ts';

const BUDGET = { attempts: 8, days: 7 };
const FAULTS: readonly AgencyFaultClass[] = [
  'CONNECT',
  'TIMEOUT',
  'THROTTLED',
  'SERVER_ERROR',
  'MALFORMED',
  'CIRCUIT_OPEN',
  'BULKHEAD_FULL',
];
const BEGIN = Date.UTC(2026, 10, 21);

/** What happens to one effect and its agency, each a while after the one before. */
type Happening = { readonly after: number } & (
  | { readonly what: 'FAILS'; readonly fault: AgencyFaultClass }
  | { readonly what: 'AGENCY_ANSWERS_ANOTHER' }
);

const after = fc.integer({ min: 1, max: 6 * 3_600 });
const fails = fc.record({ after, what: fc.constant('FAILS' as const), fault: fc.constantFrom(...FAULTS) });
const answers = fc.record({ after, what: fc.constant('AGENCY_ANSWERS_ANOTHER' as const) });
const history = (happenings: fc.Arbitrary<Happening>) => fc.array(happenings, { maxLength: 60 });

interface Life {
  readonly spent: BudgetSpent;
  readonly at: Date;
  readonly ended: boolean;
  /** Failures that were the agency's or the message's, and those of them with an answer to another since the last. */
  readonly real: number;
  readonly suspicious: number;
}

function live(happenings: readonly Happening[], budget = BUDGET): Life {
  let seconds = 0;
  let spent: BudgetSpent = { firstAttemptAt: new Date(BEGIN) };
  let agencyAnsweredAt: Date | undefined;
  let answeredSince = false;
  let real = 0;
  let suspicious = 0;
  const now = () => new Date(BEGIN + seconds * 1_000);
  for (const happening of happenings) {
    seconds += happening.after;
    if (happening.what === 'AGENCY_ANSWERS_ANOTHER') {
      agencyAnsweredAt = now();
      answeredSince = true;
      continue;
    }
    if (!isHeldBack(happening.fault)) {
      if (real > 0 && answeredSince) suspicious += 1;
      real += 1;
      answeredSince = false;
    }
    spent = spend(spent, { fault: happening.fault, at: now(), agencyAnsweredAt });
    if (endOfBudget(spent, budget, now())) return { spent, at: now(), ended: true, real, suspicious };
  }
  return { spent, at: now(), ended: false, real, suspicious };
}

describe('the attempt budget', () => {
  it('is not touched by an agency that answers nobody, however long and however it fails', () => {
    fc.assert(
      fc.property(history(fails), (happenings) => {
        const { spent } = live(happenings, { attempts: 1, days: 3_650 });
        expect(spent.countedAttempts ?? 0).toBe(0);
      }),
    );
  });

  it('counts exactly the failures with an answer to another since the failure before', () => {
    fc.assert(
      fc.property(history(fc.oneof(fails, answers)), (happenings) => {
        const { spent, suspicious } = live(happenings, { attempts: 1_000, days: 3_650 });
        expect(spent.countedAttempts ?? 0).toBe(suspicious);
      }),
    );
  });

  it('ends a message that fails while everything else gets through, after one failure more than it has attempts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('TIMEOUT', 'SERVER_ERROR', 'MALFORMED'),
        (attempts, fault) => {
          const course = Array.from({ length: 40 }, (): readonly Happening[] => [
            { after: 1, what: 'FAILS', fault },
            { after: 1, what: 'AGENCY_ANSWERS_ANOTHER' },
          ]).flat();
          const life = live(course, { attempts, days: 3_650 });
          expect(life).toMatchObject({ ended: true, real: attempts + 1 });
          expect(endOfBudget(life.spent, { attempts, days: 3_650 }, life.at)).toBe('ATTEMPTS_EXHAUSTED');
        },
      ),
    );
  });

  it('is never used up by what we held back ourselves or were asked to send later', () => {
    const held = fc.record({
      after,
      what: fc.constant('FAILS' as const),
      fault: fc.constantFrom(...FAULTS.filter(isHeldBack)),
    });
    fc.assert(
      fc.property(history(fc.oneof(held, answers)), (happenings) => {
        expect(live(happenings, { attempts: 1, days: 3_650 }).spent.countedAttempts ?? 0).toBe(0);
      }),
    );
  });

  it('ends at its age whatever the cause, and not before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FAULTS), fc.integer({ min: -86_400, max: 86_400 }), (fault, offset) => {
        const firstAttemptAt = new Date(BEGIN);
        const at = new Date(BEGIN + (7 * 86_400 + offset) * 1_000);
        const spent = spend({ firstAttemptAt }, { fault, at });
        expect(endOfBudget(spent, BUDGET, at)).toBe(offset >= 0 ? 'TOO_OLD' : undefined);
      }),
    );
  });
});
