import { createApollo } from '#app/create-apollo.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import type { Disclosure } from '#domain/access/disclosure.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { verifyLedger } from '#usecases/access/verify-ledger.ts';
import { openBenchApp } from './open-bench-app.ts';
import { serverCpuMs } from './server-cpu.ts';
import { storeCases } from './store-cases.ts';
import { median, round } from './verdict.ts';

const NOW = new Date('2026-11-20T02:00:00Z');
const CASES = 2_000;
const REQUESTS = 640;
const AT_ONCE = 32;
const FILL_AT_ONCE = 500;
const VIEWER: Viewer = { subject: 'bench', role: 'WINDOW', name: 'bench', divisionCode: '990100' };

const PAGE = /* GraphQL */ `
  query Worklist($first: Int!) {
    cases(first: $first) {
      nodes {
        id
        acceptanceNo
        status
        applicant {
          nameMasked
          residentIdMasked
          phoneMasked
        }
        form
      }
    }
  }
`;

/**
 * What it costs to record a look: the same pages of a worklist, of one case and of twenty, with a look at each case recorded
 * before the answer and without, in turns. CPU of this process and of PostgreSQL together. Then how fast as many entries as
 * asked for are verified.
 */
export async function benchLedger(entries: number, rounds: number): Promise<void> {
  const bench = await openBenchApp(NOW);
  try {
    await storeCases(bench.app, 'courier-wage-arrears', CASES, NOW);
    for (const first of [1, 20]) await comparePages(bench.app, first, rounds);
    await timeVerification(bench.app, entries);
  } finally {
    await bench.close();
  }
}

async function comparePages(app: App, first: number, rounds: number): Promise<void> {
  const read = await pageReader(app, first);
  const looks = await looksAt(app, first);
  const shown = async () => {
    await read();
    await record(app, looks);
  };
  // Once for the compiler and the caches.
  for (const work of [read, shown]) await cpuOf(app, work);
  const turns: { without: number; with: number; statements: number }[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    const without = await cpuOf(app, read);
    const before = await statementsOf(app);
    const recorded = await cpuOf(app, shown);
    turns.push({ without, with: recorded, statements: (await statementsOf(app)) - before });
  }
  const ratio = median(turns.map((turn) => turn.with / turn.without));
  const [without, recorded] = [median(turns.map((turn) => turn.without)), median(turns.map((turn) => turn.with))];
  const together = REQUESTS / median(turns.map(({ statements }) => statements));
  console.log(
    `page of ${String(first).padStart(2)}: ${round(without)} ms CPU a request, recorded ${round(recorded)} ms, ratio ${round(ratio)}; ` +
      `${round(together)} requests a commit at ${AT_ONCE} at once`,
  );
}

async function pageReader(app: App, first: number): Promise<() => Promise<void>> {
  const apollo = await createApollo(createSchema(readSdl()), app.log);
  return async () => {
    const contextValue = createContext(app, { viewer: VIEWER, language: 'zh', requestId: app.dependencies.ids.next() });
    const { body } = await apollo.executeOperation({ query: PAGE, variables: { first } }, { contextValue });
    if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
  };
}

async function looksAt(app: App, first: number): Promise<readonly Disclosure[]> {
  const cases = await app.database.prisma.case.findMany({ take: first, select: { id: true, applicantId: true } });
  return cases.map(({ id, applicantId }) => ({
    personId: applicantId,
    caseId: id,
    fieldClasses: ['IDENTITY', 'CONTACT', 'CASE_CONTENT'],
    purpose: 'CASE_HANDLING',
  }));
}

function record(app: App, disclosures: readonly Disclosure[]): Promise<void> {
  const request = { requestId: app.dependencies.ids.next(), operation: 'Worklist' };
  return recordDisclosures(app.dependencies, VIEWER, request, disclosures);
}

/** Milliseconds for one request, of this process and of PostgreSQL. */
async function cpuOf(app: App, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  const serverBefore = await serverCpu(app);
  let left = REQUESTS;
  async function caller(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await work();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1_000 + (await serverCpu(app)) - serverBefore) / REQUESTS;
}

async function serverCpu({ database }: App): Promise<number> {
  const [backend] = await database.prisma.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  return (backend && serverCpuMs(backend.pid)) ?? 0;
}

/** Statements that appended: each is a transaction, and the entries of one have the same one. */
async function statementsOf({ database }: App): Promise<number> {
  const [counted] = await database.prisma.$queryRaw<{ statements: number }[]>`
    SELECT count(DISTINCT xmin::text)::int AS statements FROM ledger_entry`;
  return counted?.statements ?? 0;
}

async function timeVerification(app: App, entries: number): Promise<void> {
  const looks = await looksAt(app, 20);
  const many = Array.from({ length: FILL_AT_ONCE / looks.length }, () => looks).flat();
  const started = performance.now();
  for (let written = 0; written < entries; written += FILL_AT_ONCE) await record(app, many);
  const filled = (performance.now() - started) / 1_000;
  await app.ledger.anchor();
  const before = process.memoryUsage().rss;
  const { entries: verified, tookMs, findingCount } = await verifyLedger(app.dependencies, { requestedBy: 'bench' });
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  console.log(
    `${entries} entries written in ${round(filled)} s (${FILL_AT_ONCE} a statement); ${verified} verified in ${round(tookMs / 1_000)} s, ` +
      `${round(verified / tookMs)} thousand a second, ${findingCount} findings, memory + ${round(grown)} MiB`,
  );
}
