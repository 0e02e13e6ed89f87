import {
  AGENCIES,
  AGENCY_NAMES,
  type AgencyName,
  type Blow,
  type Fault,
  type FaultPlan,
  type Group,
  KEYLESS,
  WORKERS,
} from './faults.ts';
import type { ChaosOptions, Severity } from './options.ts';
import { pick, type Random, seeded, spread } from './random.ts';

interface Counts {
  readonly workerKills: number;
  readonly zombies: number;
  readonly redisKills: number;
  readonly postgresKills: number;
  readonly lockMs: number;
  readonly gatewayKills: number;
  readonly gatewayTerms: number;
  readonly agencyKills: number;
  readonly stalls: number;
}

const COUNTS: Readonly<Record<Severity, Counts>> = {
  full: {
    workerKills: 15,
    zombies: 3,
    redisKills: 3,
    postgresKills: 3,
    lockMs: 20_000,
    gatewayKills: 10,
    gatewayTerms: 5,
    agencyKills: 4,
    stalls: 6,
  },
  bounded: {
    workerKills: 4,
    zombies: 1,
    redisKills: 1,
    postgresKills: 1,
    lockMs: 5_000,
    gatewayKills: 2,
    gatewayTerms: 1,
    agencyKills: 1,
    stalls: 2,
  },
};

/** Where the agencies take matters in: a look-up that is cut leaves nothing behind. */
const INTAKE_PATHS = ['/mz/check/apply', '/hrss/zc/sqjs', '/api/desk', '/graphql', '/fsi/api/YZ01'] as const;

/** Longer than a job's lock (15 s), the look for stalled ones (5 s) and the lease of a claim: others have taken its work up. */
const PAST_THE_LOCK_MS = 27_000;

/** Everything that will happen, from the seed alone; in the order in which it strikes. */
export function planFaults(options: ChaosOptions): FaultPlan {
  const { seed, backend, severity, groups } = options;
  const random = seeded(seed);
  const counts = COUNTS[severity];
  const redisAppendOnly = seed % 2 === 0;
  const makers: Readonly<Record<Group, () => readonly Placed[]>> = {
    F1: () => workerFaults(random, counts),
    F2: () => (backend === 'redis' ? redisFaults(random, counts) : []),
    F3: () => postgresFaults(random, counts),
    F4: () => gatewayFaults(random, counts),
    F5: () => agencyFaults(random, counts),
    F6: () => [
      { at: 0, do: 'misbehave', agency: KEYLESS, how: { mode: 'record-then-cut', rate: 0.1, forPaths: INTAKE_PATHS } },
    ],
    // Poison is in the load; nothing strikes.
    F7: () => [],
    LINE: () => lineFaults(random, counts),
  };
  const faults = groups.flatMap((group) => makers[group]().map((fault): Fault => ({ ...fault, group })));
  return { seed, backend, redisAppendOnly, faults: faults.toSorted((a, b) => a.at - b.at) };
}

type Placed = Blow & { readonly at: number };

function workerFaults(random: Random, counts: Counts): readonly Placed[] {
  return [
    ...spread(random, counts.zombies, 0.1, 0.6).map((at): Placed => ({
      at,
      do: 'freeze',
      whom: pick(random, WORKERS),
      ms: PAST_THE_LOCK_MS,
    })),
    ...spread(random, counts.workerKills, 0.05, 0.9).map((at): Placed => ({
      at,
      do: 'kill',
      whom: pick(random, WORKERS),
    })),
  ];
}

function redisFaults(random: Random, counts: Counts): readonly Placed[] {
  return [
    ...spread(random, counts.redisKills, 0.15, 0.85).map((at): Placed => ({ at, do: 'kill', whom: 'redis' })),
    { at: 0.3 + random() * 0.4, do: 'flush-redis' },
  ];
}

function postgresFaults(random: Random, counts: Counts): readonly Placed[] {
  return [
    ...spread(random, counts.postgresKills, 0.2, 0.8).map((at): Placed => ({ at, do: 'kill', whom: 'postgres' })),
    { at: 0.1 + random() * 0.8, do: 'cut-connections' },
    {
      at: 0.3 + random() * 0.3,
      do: 'lock-table',
      table: pick(random, ['effect', 'attempt', 'referral', 'inbound_message']),
      ms: counts.lockMs,
    },
  ];
}

function gatewayFaults(random: Random, counts: Counts): readonly Placed[] {
  // While requests come in: the first half of the work is accepting, the second delivering.
  return [
    ...spread(random, counts.gatewayKills, 0.02, 0.5).map((at): Placed => ({ at, do: 'kill', whom: 'gateway' })),
    ...spread(random, counts.gatewayTerms, 0.04, 0.5).map((at): Placed => ({ at, do: 'terminate', whom: 'gateway' })),
  ];
}

const SURE_CUTS = { mode: 'record-then-cut', rate: 1, times: 2, forPaths: INTAKE_PATHS } as const;

/** Of the keyless agency only what surely records nothing: the rest belongs to F6, whose count has to agree. */
function agencyFaults(random: Random, counts: Counts): readonly Placed[] {
  const others = AGENCY_NAMES.filter((agency) => agency !== KEYLESS);
  const down = pick(random, others);
  const rough = others.filter((agency) => agency !== down);
  const garbling = rough.filter((agency) => AGENCIES[agency] === 'HONOURED' || AGENCIES[agency] === 'INQUIRY');
  const modes: readonly Blow[] = [
    ...rough.flatMap((agency): readonly Blow[] => [
      { do: 'misbehave', agency, how: { mode: 'errors', rate: 0.3 } },
      { do: 'misbehave', agency, how: { mode: 'record-then-cut', rate: 0.02 } },
      { do: 'misbehave', agency, how: { mode: 'duplicate' } },
      { do: 'misbehave', agency, how: { mode: 'reorder' } },
    ]),
    ...garbling.map((agency): Blow => ({ do: 'misbehave', agency, how: { mode: 'garbage', rate: 0.1 } })),
    { do: 'misbehave', agency: pick(random, rough), how: { mode: 'hang', rate: 0.2, times: 12 } },
    { do: 'misbehave', agency: pick(random, rough), how: { mode: 'slow', rate: 0.2, times: 20, delayMs: 1_500 } },
  ];
  return [
    { at: 0, do: 'agency-down', agency: down },
    { at: 0.5, do: 'agency-up', agency: down },
    // However few requests there are, each agency has records of which we cannot know.
    { at: 0.5, do: 'misbehave', agency: down, how: SURE_CUTS },
    ...rough.map((agency): Placed => ({ at: 0, do: 'misbehave', agency, how: SURE_CUTS })),
    ...shuffled(random, modes).map((blow, index): Placed => ({ ...blow, at: 0.12 + (0.83 * index) / modes.length })),
    ...spread(random, counts.agencyKills, 0.1, 0.9).map((at): Placed => ({
      at,
      do: 'kill-agency',
      agency: pick(random, rough),
    })),
  ];
}

function lineFaults(random: Random, counts: Counts): readonly Placed[] {
  const lines = [...AGENCY_NAMES.filter((agency) => agency !== KEYLESS), 'database' as const] satisfies readonly (
    | AgencyName
    | 'database'
  )[];
  return spread(random, counts.stalls, 0.1, 0.9).map((at): Placed => ({
    at,
    do: 'stall',
    line: pick(random, lines),
    ms: 500 + Math.floor(random() * 3_000),
  }));
}

function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
