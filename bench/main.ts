import { parseArgs } from 'node:util';
import { benchFeeds } from './feeds.ts';
import { benchLedger } from './ledger.ts';
import { benchDrain } from './load/drain.ts';
import { benchOutage } from './load/outage.ts';
import { benchOverload, benchSteadyLoad } from './load/run-load.ts';
import { benchLoopClosure } from './loop-closure.ts';
import { benchReads } from './reads/reads.ts';
import { runYardstick } from './reads/run-yardstick.ts';
import { benchStoreReads } from './reads/store-reads.ts';
import { benchRehearsal } from './rehearsal.ts';
import { type Backend, BACKENDS } from './routing/backends.ts';
import { benchDelivery } from './routing/delivery.ts';
import { benchThroughput } from './routing/throughput.ts';
import { runRoleMeasured } from './run-role-measured.ts';
import { takeFeedFile } from './take-feed-file.ts';

/**
 * `npm run bench` measures P1 to P10; `npm run bench -- p1` one of them, `-- l1 --minutes 10` a load. How to read it:
 * README.md beside this file.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '10' },
    referrals: { type: 'string', default: '10000' },
  },
});
const cases = count(values.cases);
const rounds = count(values.rounds);
const rows = count(values.rows);
const minutes = Number(values.minutes);
const referrals = count(values.referrals);

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  reads: () => benchReads(rounds),
  store: benchStoreReads,
  delivery: () => onEachBackend(benchDelivery),
  throughput: () => onEachBackend((backend) => benchThroughput(backend, rounds)),
  feeds: () => benchFeeds(rows),
  rehearsal: () => benchRehearsal(cases),
  'loop-closure': () => benchLoopClosure(cases),
  ledger: () => benchLedger(rows, rounds),
};

/** Minutes long, and only when asked for by name. */
const LOADS: Readonly<Record<string, () => Promise<void>>> = {
  l1: () => benchSteadyLoad(minutes),
  l2: () => benchOverload(Math.round(minutes * 60)),
  l3: () => benchDrain(referrals),
  outage: () => benchOutage(Math.round(minutes * 60)),
};

/** Goals that are measured in one go. */
const GOALS: Readonly<Record<string, string>> = {
  p1: 'reads',
  p2: 'reads',
  p3: 'reads',
  p4: 'reads',
  p5: 'delivery',
  p6: 'throughput',
  p7: 'feeds',
  p8: 'loop-closure',
  p10: 'rehearsal',
};

/** What a bench starts as a process of its own. */
const ROLES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  gateway: () => runRoleMeasured('gateway'),
  worker: () => runRoleMeasured('worker'),
  yardstick: runYardstick,
  'feed-file': takeFeedFile,
};

const [name, role = '', ...rest] = positionals;
const wanted = name === undefined ? Object.keys(BENCHES) : [GOALS[name] ?? name];
const started = ROLES[role];
const works =
  name === 'role' ? [started && (() => started(rest))] : wanted.map((bench) => BENCHES[bench] ?? LOADS[bench]);

if (works.includes(undefined) || [cases, rounds, rows, minutes, referrals].some((number) => !(number > 0))) {
  console.error(
    `usage: npm run bench -- [${[...Object.keys(GOALS), ...Object.keys(BENCHES)].join(' | ')}] [--cases n] [--rounds n] [--rows n]\n` +
      `       npm run bench -- ${Object.keys(LOADS).join(' | ')} [--minutes n] [--referrals n]`,
  );
  process.exitCode = 64;
} else {
  for (const work of works) await work?.();
}

/** Not a number where it is not a whole one. */
function count(text: string): number {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

async function onEachBackend(bench: (backend: Backend) => Promise<void>): Promise<void> {
  for (const backend of BACKENDS) await bench(backend);
}
