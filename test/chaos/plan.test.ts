import { describe, expect, it } from 'vitest';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import { AGENCY_NAMES, type Fault, GROUPS, KEYLESS } from './plan/faults.ts';
import type { ChaosOptions } from './plan/options.ts';
import { planFaults } from './plan/plan-faults.ts';
import { planLoad } from './plan/plan-load.ts';

function optionsOf(differs: Partial<ChaosOptions> = {}): ChaosOptions {
  return { seed: 1, referrals: 2_000, backend: 'redis', severity: 'full', groups: GROUPS, ...differs };
}

function countOf(faults: readonly Fault[], matches: (fault: Fault) => boolean): number {
  return faults.filter(matches).length;
}

const SEEDS = Array.from({ length: 20 }, (_item, index) => index + 1);

describe('the plan of faults', () => {
  it.each(SEEDS)('is the same for the same seed and another for the next: %i', (seed) => {
    expect(planFaults(optionsOf({ seed }))).toEqual(planFaults(optionsOf({ seed })));
    expect(planFaults(optionsOf({ seed })).faults).not.toEqual(planFaults(optionsOf({ seed: seed + 1 })).faults);
  });

  it.each(SEEDS)('strikes as often as the goals demand: %i', (seed) => {
    const { faults } = planFaults(optionsOf({ seed }));

    expect(countOf(faults, (fault) => fault.do === 'kill' && fault.whom.startsWith('worker'))).toBe(15);
    expect(countOf(faults, ({ do: what }) => what === 'freeze')).toBe(3);
    expect(countOf(faults, (fault) => fault.do === 'kill' && fault.whom === 'redis')).toBe(3);
    expect(countOf(faults, ({ do: what }) => what === 'flush-redis')).toBe(1);
    expect(countOf(faults, (fault) => fault.do === 'kill' && fault.whom === 'postgres')).toBe(3);
    expect(faults.find((fault) => fault.do === 'lock-table')).toMatchObject({ ms: 20_000 });
    expect(countOf(faults, (fault) => fault.do === 'kill' && fault.whom === 'gateway')).toBe(10);
    expect(countOf(faults, ({ do: what }) => what === 'terminate')).toBe(5);
    expect(faults.map(({ at }) => at)).toEqual(faults.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('has Redis with and without its append-only file', () => {
    expect(new Set(SEEDS.map((seed) => planFaults(optionsOf({ seed })).redisAppendOnly))).toEqual(
      new Set([true, false]),
    );
  });

  it('leaves Redis alone where the queue does not lie there', () => {
    const { faults } = planFaults(optionsOf({ backend: 'postgres' }));

    expect(countOf(faults, ({ group }) => group === 'F2')).toBe(0);
  });

  it.each(SEEDS)('has one agency down for the first half, and it comes back: %i', (seed) => {
    const { faults } = planFaults(optionsOf({ seed, groups: ['F5'] }));
    const down = faults.filter((fault) => fault.do === 'agency-down' || fault.do === 'agency-up');

    expect(down.map(({ at, do: what }) => [at, what])).toEqual([
      [0, 'agency-down'],
      [0.5, 'agency-up'],
    ]);
  });

  it.each(SEEDS)('does to the keyless agency only what its own count can tell: %i', (seed) => {
    const touched = planFaults(optionsOf({ seed })).faults.filter(
      (fault) => ('agency' in fault && fault.agency === KEYLESS) || ('line' in fault && fault.line === KEYLESS),
    );

    expect(touched.map((fault) => (fault.do === 'misbehave' ? fault.how.mode : fault.do))).toEqual(['record-then-cut']);
  });
});

describe('the plan of the load', () => {
  const load = planLoad(optionsOf());

  it('is one request for each referral, in turn for each agency, each with a key and a person of its own', () => {
    expect(load).toHaveLength(2_000);
    expect(new Set(load.map(({ key }) => key)).size).toBe(2_000);
    expect(new Set(load.map(({ residentId }) => residentId)).size).toBe(2_000);
    for (const agency of AGENCY_NAMES) expect(load.filter((planned) => planned.agency === agency)).toHaveLength(400);
  });

  it('names people with good numbers of a region that was never issued', () => {
    for (const { residentId } of load) {
      expect(parseResidentId(residentId, '2026-01-01' as LocalDate).ok, residentId).toBe(true);
      expect(residentId.startsWith('9901')).toBe(true);
    }
  });

  it.each([100, 300, 2_000])('poisons about one in a hundred of %i, at least one', (referrals) => {
    const poison = planLoad(optionsOf({ referrals })).filter((planned) => planned.poison);

    expect(poison.length).toBeGreaterThanOrEqual(Math.max(1, referrals * 0.008));
    expect(poison.length).toBeLessThanOrEqual(referrals * 0.02);
  });

  it('poisons nothing where F7 is not asked for', () => {
    expect(planLoad(optionsOf({ groups: ['F1'] })).some(({ poison }) => poison)).toBe(false);
  });
});
