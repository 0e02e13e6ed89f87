import { deepStrictEqual } from 'node:assert/strict';
import autocannon from 'autocannon';
import pg from 'pg';
import { Pool } from 'undici';
import { nextFreePort } from '#app/demo-stack/free-port.ts';
import { personaToken } from '#app/personas.ts';
import { type MeasuredProcess, startMeasured } from '../measured-process.ts';
import { openStage, type Stage } from '../stage.ts';
import { median, printVerdicts, round, type Verdict } from '../verdict.ts';
import { PAGE_OPERATION, PAGES } from './page-operation.ts';

const AGENCIES = ['court', 'hr-bureau', 'civil-affairs'];
const LOOK_UPS = ['/fyjk/ajcx', '/hrss/sb/cbcx', '/mz/salvation/query'];
const ROUND_SECONDS = 4;
const ONE_BY_ONE = 150;
const AGENCY_MS = 20;
const FIRST_PORT = 47_100;

interface Server extends MeasuredProcess {
  readonly name: string;
  readonly url: string;
  readonly requests: readonly PageRequest[];
}

interface PageRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Round {
  readonly cpuMs: number;
  readonly calls: number;
  readonly p99: number;
  readonly perSecond: number;
}

/** P1 to P4: the gateway beside a hand-written fan-out over the same agencies and rows, in turns. */
export async function benchReads(rounds: number): Promise<void> {
  const stage = await openStage(AGENCIES);
  const gateway = await startGateway(stage);
  const yardstick = await startYardstickProcess(stage);
  try {
    await assertSameAnswers(gateway, yardstick);
    const crowd = await inTurns(gateway, yardstick, 32, rounds);
    const larger = await inTurns(gateway, yardstick, 64, rounds);
    const p2 = await oneByOne(stage, gateway, yardstick);
    printVerdicts([...underLoad(crowd), p99At64(larger), ...p2]);
  } finally {
    await Promise.all([gateway.stop(), yardstick.stop()]);
    await stage.close();
  }
}

async function startGateway(stage: Stage): Promise<Server> {
  const port = await nextFreePort('127.0.0.1', FIRST_PORT);
  const measured = await startMeasured('gateway', { ...stage.env, PORT: String(port) });
  const token = await personaToken('window');
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'onedoor-purpose': 'SCREENING',
  };
  const requests = (await cursors(stage)).map((id) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers,
    body: JSON.stringify({
      query: PAGE_OPERATION,
      variables: { after: Buffer.from(`k:${id}`).toString('base64url') },
    }),
  }));
  return { ...measured, name: 'gateway', url: `http://127.0.0.1:${port}`, requests };
}

async function startYardstickProcess(stage: Stage): Promise<Server> {
  const port = await nextFreePort('127.0.0.1', FIRST_PORT + 500);
  const measured = await startMeasured('yardstick', { ...stage.env, PORT: String(port) });
  const requests = (await cursors(stage)).map((id) => ({
    method: 'POST' as const,
    path: `/page?after=${id}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: PAGE_OPERATION }),
  }));
  return { ...measured, name: 'yardstick', url: `http://127.0.0.1:${port}`, requests };
}

/** Each page begins one person later, so that every page is full of people whom the agencies know. */
async function cursors({ databaseUrl }: Stage): Promise<readonly string[]> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM person ORDER BY id LIMIT ${PAGES}`);
  await database.end();
  return rows.map(({ id }) => id);
}

/** Or the two would not do the same work. `asOf` is the moment of the answer. */
async function assertSameAnswers(gateway: Server, yardstick: Server): Promise<void> {
  // One of the simulated people makes the bureau fail twice; the hand-written server would pass that on.
  for (const request of [...gateway.requests, ...gateway.requests]) await answerOf(gateway, request);
  for (const [index, request] of gateway.requests.entries()) {
    const other = yardstick.requests[index];
    if (!other) throw new RangeError('as many pages on both sides');
    const [ours, theirs] = await Promise.all([answerOf(gateway, request), answerOf(yardstick, other)]);
    deepStrictEqual(ours, theirs);
  }
}

async function answerOf(server: Server, { path, ...init }: PageRequest): Promise<unknown> {
  const response = await fetch(server.url + path, init);
  const answer = await response.text();
  if (!response.ok) throw new Error(`${server.name}: ${response.status} ${answer}`);
  return JSON.parse(answer, (key, value: unknown) => (key === 'asOf' ? '' : value));
}

/** Rounds of one and the other, so that what else the machine does meets both. */
async function inTurns(gateway: Server, yardstick: Server, connections: number, count: number) {
  await load(gateway, connections, 3);
  await load(yardstick, connections, 3);
  const rounds: { ours: Round; theirs: Round }[] = [];
  for (let done = 0; done < count; done += 1) {
    const ours = await load(gateway, connections, ROUND_SECONDS);
    const theirs = await load(yardstick, connections, ROUND_SECONDS);
    rounds.push({ ours, theirs });
    console.log(
      `   ${connections} connections: gateway ${describe(ours)} · yardstick ${describe(theirs)} · ${round(ours.cpuMs / theirs.cpuMs)} × CPU`,
    );
  }
  return rounds;
}

function describe({ cpuMs, perSecond, p99, calls }: Round): string {
  return `${round(cpuMs)} ms CPU, ${round(perSecond)}/s, p99 ${round(p99)} ms, ${round(calls)} calls`;
}

async function load(server: Server, connections: number, seconds: number): Promise<Round> {
  const before = await server.figures();
  const outcome = await autocannon({ url: server.url, connections, duration: seconds, requests: server.requests });
  const after = await server.figures();
  if (outcome.non2xx + outcome.errors > 0) throw new Error(`${server.name}: ${outcome.non2xx + outcome.errors} failed`);
  const answered = outcome['2xx'];
  return {
    cpuMs: (after.cpuMs - before.cpuMs) / answered,
    calls: (after.calls - before.calls) / answered,
    p99: outcome.latency.p99,
    perSecond: answered / seconds,
  };
}

type Rounds = Awaited<ReturnType<typeof inTurns>>;

/** The median of the paired ratios; the value is what belongs to it. */
function paired(rounds: Rounds, of: (round: Round) => number): { value: number; yardstick: number } {
  const yardstick = median(rounds.map(({ theirs }) => of(theirs)));
  return { value: yardstick * median(rounds.map(({ ours, theirs }) => of(ours) / of(theirs))), yardstick };
}

function underLoad(rounds: Rounds): readonly Verdict[] {
  return [
    {
      goal: 'P1',
      what: 'CPU per page of 20 at 32 connections',
      ...paired(rounds, ({ cpuMs }) => cpuMs),
      unit: 'ms',
      limit: { most: 1.5 },
    },
    {
      goal: 'P3',
      what: 'agency calls per page at 32 connections (3 agencies)',
      value: median(rounds.map(({ ours }) => ours.calls)),
      unit: 'calls',
      limit: { most: 1 },
    },
  ];
}

function p99At64(rounds: Rounds): Verdict {
  return {
    goal: 'P4',
    what: 'p99 at 64 connections',
    ...paired(rounds, ({ p99 }) => p99),
    unit: 'ms',
    limit: { most: 1.5 },
  };
}

/** One connection, agencies that take 20 ms: what the page adds to the slowest of them. */
async function oneByOne(stage: Stage, gateway: Server, yardstick: Server): Promise<readonly Verdict[]> {
  for (const agency of AGENCIES)
    await stage.control(agency, 'behaviour', { mode: 'slow', delayMs: AGENCY_MS, forPaths: LOOK_UPS });
  const before = await gateway.figures();
  const [ours, theirs, slowest] = await alternately([
    () => send(gateway),
    () => send(yardstick),
    async () =>
      Math.max(...(await Promise.all(AGENCIES.map((agency, at) => askAgency(stage.agencies[agency] ?? '', at))))),
  ]);
  const calls = ((await gateway.figures()).calls - before.calls) / ONE_BY_ONE;
  console.log(`   one by one: hand-written ${round(theirs ?? 0)} ms`);
  return [
    {
      goal: 'P2',
      what: `p50 of a page at ${AGENCY_MS} ms agencies, 1 connection`,
      value: ours ?? 0,
      yardstick: slowest ?? 0,
      unit: 'ms',
      limit: { most: 1.05 },
    },
    { goal: 'P3', what: 'agency calls per page alone', value: calls, unit: 'calls', limit: { most: AGENCIES.length } },
  ];
}

/** The median time of each, in ms, having been done in turns. */
async function alternately(works: readonly (() => Promise<number>)[]): Promise<readonly number[]> {
  const times: number[][] = works.map(() => []);
  for (let turn = 0; turn < ONE_BY_ONE; turn += 1) {
    for (const [index, work] of works.entries()) times[index]?.push(await work());
  }
  return times.map(median);
}

const pools = new Map<string, Pool>();

function poolOf(url: string): Pool {
  const pool = pools.get(url) ?? new Pool(url, { connections: 1 });
  pools.set(url, pool);
  return pool;
}

let turn = 0;

async function send(server: Server): Promise<number> {
  const request = server.requests[(turn += 1) % server.requests.length];
  if (!request) throw new RangeError('no page to ask for');
  return timed(server.url, request);
}

/** A look-up of nobody known, straight at an agency: what it takes by itself. */
async function askAgency(url: string, at: number): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const path = LOOK_UPS[at] ?? '';
  return timed(url, { method: 'POST', path, headers, body: JSON.stringify({ sfzhs: ['x'], idCards: ['x'] }) });
}

async function timed(url: string, { path, ...request }: PageRequest): Promise<number> {
  const started = performance.now();
  const answer = await poolOf(url).request({ path, ...request });
  await answer.body.text();
  return performance.now() - started;
}
