import { parseArgs } from 'node:util';
import { hasRedisServer } from '../test/chaos/city/redis-server.ts';
import { type Backend, GROUPS, type Group } from '../test/chaos/plan/faults.ts';
import type { ChaosOptions, Severity } from '../test/chaos/plan/options.ts';
import { planFaults } from '../test/chaos/plan/plan-faults.ts';
import { describePlan, describeResult } from '../test/chaos/run/print-result.ts';
import { runChaos } from '../test/chaos/run/run-chaos.ts';

/** `npm run chaos -- [--seed 1] [--seeds 20] [--referrals 2000] [--backend postgres|redis|both] …`: docs/chaos.md. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    referrals: { type: 'string', default: '2000' },
    backend: { type: 'string', default: 'postgres' },
    severity: { type: 'string', default: 'full' },
    faults: { type: 'string', default: GROUPS.join(',') },
    plan: { type: 'boolean', default: false },
  },
});

const first = wholeNumber('seed', values.seed);
const seeds = wholeNumber('seeds', values.seeds);
const referrals = wholeNumber('referrals', values.referrals);
const backends: readonly Backend[] =
  values.backend === 'both' ? ['postgres', 'redis'] : [oneOf('backend', values.backend, ['postgres', 'redis'])];
const severity: Severity = oneOf('severity', values.severity, ['bounded', 'full']);
const groups: readonly Group[] =
  values.faults === '' ? [] : values.faults.split(',').map((name) => oneOf('faults', name, GROUPS));
if (backends.includes('redis') && !hasRedisServer())
  usage('--backend redis needs redis-server on PATH: it is killed and wiped');

let failed = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
  for (const backend of backends) failed += await runOne({ seed, referrals, backend, severity, groups });
}
console.log(`\n${seeds * backends.length - failed} 次通过 / passed, ${failed} 次失败 / failed`);
process.exit(failed === 0 ? 0 : 1);

async function runOne(options: ChaosOptions): Promise<number> {
  console.log(`\n${describePlan(planFaults(options))}`);
  if (values.plan) return 0;
  const result = await runChaos(options, (line) => console.log(`  ${line}`));
  console.log(`\n${describeResult(result, options)}`);
  return result.violations.length > 0 ? 1 : 0;
}

function wholeNumber(name: string, text: string): number {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : usage(`--${name} is a whole number from 1`);
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  return choices.find((choice) => choice === text) ?? usage(`--${name} is one of ${choices.join(', ')}`);
}

function usage(fault: string): never {
  console.error(
    `${fault}\nusage: npm run chaos -- [--seed 1] [--seeds 20] [--referrals 2000] [--backend postgres|redis|both] [--severity bounded|full] [--faults ${GROUPS.join(',')}] [--plan]`,
  );
  return process.exit(64);
}
