import * as fc from 'fast-check';
import { catalogueFaults } from '#domain/catalogue/catalogue-faults.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import {
  answerableOutcomes,
  type LeadsTo,
  nextsOf,
  type ServiceItem,
  type ServiceItemStep,
  stepOf,
} from '#domain/catalogue/service-item.ts';
import { makeClockRule, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';

const KEYS = ['one', 'two', 'three', 'four', 'five'] as const;
const ALWAYS = { rule: 'NEEDED', when: 'true', because: both('needed'), notBecause: both('not needed') };

const leadsTo: fc.Arbitrary<LeadsTo> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ next: fc.subarray([...KEYS], { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.constantFrom({ finish: 'GOOD' }, { finish: 'BAD' }) },
  { weight: 2, arbitrary: fc.constant({ endBranch: true } as const) },
);

interface AnyStep {
  readonly silence: 'OUTCOME' | 'ESCALATE' | 'REASSIGN';
  readonly conditional: boolean;
  readonly waitsFor: readonly string[];
  readonly ways: Readonly<Record<'DONE' | 'FAILED' | 'LATE' | 'REFUSED' | 'NOT_NEEDED', LeadsTo>>;
}

const anyStep: fc.Arbitrary<AnyStep> = fc.record({
  silence: fc.constantFrom('OUTCOME', 'ESCALATE', 'REASSIGN'),
  conditional: fc.boolean(),
  waitsFor: fc.oneof(fc.constant([]), fc.subarray([...KEYS], { minLength: 1, maxLength: 2 })),
  ways: fc.record({ DONE: leadsTo, FAILED: leadsTo, LATE: leadsTo, REFUSED: leadsTo, NOT_NEEDED: leadsTo }),
});

export interface AnyPlan {
  readonly item: ServiceItem;
  /** Steps that this case does not need; something always remains to be done. */
  readonly notNeeded: readonly string[];
}

/** Any plan that the catalogue takes: joins, circles, branches that end, and steps that this case does not need. */
export const anyPlan: fc.Arbitrary<AnyPlan> = fc
  .record({
    size: fc.integer({ min: 1, max: KEYS.length }),
    steps: fc.array(anyStep, { minLength: KEYS.length, maxLength: KEYS.length }),
    notNeeded: fc.subarray([...KEYS]),
  })
  .map(({ size, steps, notNeeded }) => {
    const keys: readonly string[] = KEYS.slice(0, size);
    const made = steps.slice(0, size).map((step, index) => toStep(keys[index] ?? '', step, keys));
    const item = withStart(made);
    const spared = notNeeded.filter((key) => item.steps.some((step) => step.key === key && step.applies));
    return { item, notNeeded: spared };
  })
  .filter(({ item, notNeeded }) => {
    return catalogueFaults(item).length === 0 && destinationOf(item, notNeeded, { next: item.start }).steps.length > 0;
  });

/** The answer that brings a step nearest to the end of its plan. */
export function nearestToTheEnd(item: ServiceItem, key: string): string {
  const step = stepOf(item, key);
  const distances = distancesToEnd(item);
  const nearest = answerableOutcomes(item, step).toSorted(
    (a, b) => after(step, a, distances) - after(step, b, distances),
  );
  return nearest[0] ?? '';
}

function toStep(
  key: string,
  { silence, conditional, waitsFor, ways }: AnyStep,
  keys: readonly string[],
): ServiceItemStep {
  const within = (way: LeadsTo): LeadsTo => {
    if (!('next' in way)) return way;
    const next = way.next.filter((other) => keys.includes(other));
    return next.length > 0 ? { next } : { endBranch: true };
  };
  const outcome = (way: LeadsTo) => ({ name: both('an outcome'), leadsTo: within(way) });
  return makeStep(key, {
    clocks: ['HANDOVER', 'SUPPLEMENT', silence],
    ...(conditional && { applies: ALWAYS }),
    waitsFor: waitsFor.filter((other) => other !== key && keys.includes(other)),
    outcomes: {
      DONE: outcome(ways.DONE),
      FAILED: outcome(ways.FAILED),
      REFUSED: outcome(ways.REFUSED),
      ...(silence === 'OUTCOME' && { LATE: outcome(ways.LATE) }),
      ...(conditional && { NOT_NEEDED: outcome(ways.NOT_NEEDED) }),
    },
  });
}

/** Begins with the first step and with whatever nothing else leads to. */
function withStart(steps: readonly ServiceItemStep[]): ServiceItem {
  const outcomes = steps.flatMap((step) => Object.values(step.outcomes));
  const led = new Set(
    steps.flatMap((step) =>
      Object.values(step.outcomes)
        .flatMap(nextsOf)
        .filter((key) => key !== step.key),
    ),
  );
  const start = steps.map(({ key }) => key).filter((key, index) => index === 0 || !led.has(key));
  const branches = outcomes.some((each) => 'endBranch' in each.leadsTo);
  const base = makeServiceItem();
  return makeServiceItem({
    start,
    steps,
    ...(branches && { whenAllEnd: 'ALL_ENDED' }),
    clocks: {
      ...base.clocks,
      OUTCOME: makeClockRule('OUTCOME', { consequence: { kind: 'OUTCOME', outcome: 'LATE', text: both('late') } }),
      ESCALATE: makeClockRule('ESCALATE'),
      REASSIGN: makeClockRule('REASSIGN', { consequence: { kind: 'REASSIGN', text: both('another office') } }),
    },
  });
}

function distancesToEnd(item: ServiceItem): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  for (let round = 0; round < item.steps.length; round += 1) {
    for (const step of item.steps) {
      const answered = Math.min(...answerableOutcomes(item, step).map((code) => after(step, code, distances)));
      const best = step.applies ? Math.max(answered, after(step, 'NOT_NEEDED', distances)) : answered;
      if (Number.isFinite(best)) distances.set(step.key, best + 1);
    }
  }
  return distances;
}

function after(step: ServiceItemStep, code: string, distances: ReadonlyMap<string, number>): number {
  const outcome = step.outcomes[code];
  if (!outcome) return Infinity;
  return Math.max(0, ...nextsOf(outcome).map((key) => distances.get(key) ?? Infinity));
}

function both(text: string) {
  return { zh: text, en: text };
}
