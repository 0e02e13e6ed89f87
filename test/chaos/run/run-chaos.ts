import { personaToken } from '#app/personas.ts';
import { checkRun } from '../checker/check.ts';
import { type Figure, figuresOf } from '../checker/figures.ts';
import type { Violation } from '../checker/violation.ts';
import { startCity, type City } from '../city/start-city.ts';
import { type FaultPlan, interruptsOurSide } from '../plan/faults.ts';
import type { ChaosOptions } from '../plan/options.ts';
import { planFaults } from '../plan/plan-faults.ts';
import { planCompany, planLoad } from '../plan/plan-load.ts';
import { collect } from './collect.ts';
import { inject } from './inject.ts';
import { emptyLedger, sendLoad, sendOne } from './send-load.ts';
import { settle } from './settle.ts';

export interface ChaosResult {
  readonly plan: FaultPlan;
  readonly figures: readonly Figure[];
  readonly violations: readonly Violation[];
  /** Every process of the run, to see that none is left. */
  readonly pids: readonly number[];
  /** Kept when something was wrong: logs, ledgers, database. */
  readonly folder: string | undefined;
}

const PER_SECOND = 150;
const AT_ONCE = 16;
/** Requests for each agency that has poison, to try it in company until its budget is spent. */
const COMPANY = 200;

/** One run: a city of its own, the load, the plan of its seed, and the verdict. Leaves no process behind. */
export async function runChaos(options: ChaosOptions, tell: (line: string) => void): Promise<ChaosResult> {
  const plan = planFaults(options);
  const load = planLoad(options);
  const poison = load.filter((planned) => planned.poison);
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  const city = await startCity({
    backend: options.backend,
    redisAppendOnly: plan.redisAppendOnly,
    poison: poison.map(({ residentId }) => residentId),
  });
  let kept = true;
  try {
    tell(`${seconds()} s  city is up: ${city.folder}`);
    const ledger = emptyLedger();
    const settings = {
      url: city.gatewayUrl,
      token: await personaToken('window'),
      perSecond: PER_SECOND,
      atOnce: AT_ONCE,
    };
    const [, blows] = await Promise.all([
      sendLoad(load, settings, ledger).then(() => tell(`${seconds()} s  load accepted`)),
      inject(city, {
        faults: plan.faults,
        ledger,
        tell,
        progress: progressOf(city, load.length, () => ledger.accepted.length),
      }),
    ]);
    tell(`${seconds()} s  plan dealt`);
    const poisonKeys = new Set(poison.map(({ key }) => key));
    const poisonCases = ledger.accepted.filter(({ key }) => poisonKeys.has(key)).map(({ caseId }) => caseId);
    const { forwards } = await settle(city, {
      poisonCases,
      company: planCompany(options, COMPANY),
      open: (request) => sendOne(request, settings, ledger),
    });
    tell(`${seconds()} s  settled`);
    const evidence = await collect(city, { ledger, blows, poisonCases });
    const violations = checkRun(evidence, { interrupted: interruptsOurSide(options.groups) });
    kept = violations.length > 0 || blows.failed.length > 0;
    for (const failed of blows.failed) tell(`blow missed: ${failed}`);
    return {
      plan,
      figures: [
        { zh: '用时', en: 'time', value: `${seconds()} s` },
        {
          zh: '打击',
          en: 'blows',
          value: [...blows.done].map(([what, times]) => `${what} ${times}`).join(', ') || 'none',
        },
        { zh: '请求 / 重发', en: 'requests / repeated', value: `${ledger.sent} / ${ledger.repeated}` },
        ...figuresOf(evidence),
        { zh: '提前的等待', en: 'waits cut short', value: forwards },
      ],
      violations,
      pids: city.allPids(),
      folder: kept ? city.folder : undefined,
    };
  } finally {
    await city.stop(kept);
  }
}

/** Half of the work is accepting, half is delivering. While the database is away the last figure holds. */
function progressOf({ postgres }: City, total: number, accepted: () => number): () => Promise<number> {
  return async () => {
    const [row] = await postgres.query<{ done: number }>(
      "SELECT count(*)::int AS done FROM effect WHERE status <> 'PENDING'",
    );
    return (accepted() + (row?.done ?? 0)) / (2 * total);
  };
}
