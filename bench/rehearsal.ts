import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { App } from '#app/create-app.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { readCaseRows, readClockRows } from '#store/past-decision-store.ts';
import { rehearseServiceItem } from '#usecases/catalogue/rehearse-service-item.ts';
import { continueRehearsal } from '#usecases/catalogue/rehearse-version.ts';
import { openBenchApp } from './open-bench-app.ts';

const CODE = 'courier-wage-arrears';
const NOW = new Date('2026-11-20T02:00:00Z');
const OFFICER: Viewer = { subject: 'bench', role: 'SUPERVISOR', name: '督导', divisionCode: '990100' };
const PAGE = 1_000;

/** A draft over stored cases in one pass, beside a scan of the same rows and columns that does nothing with them. */
export async function benchRehearsal(count: number): Promise<void> {
  const bench = await openBenchApp(NOW);
  try {
    const version = await bench.app.dependencies.stores.catalogue.findInForce(CODE);
    if (!version) throw new RangeError(`${CODE} is not in force`);
    // In a process of its own, so that the memory it took is not counted here.
    const storing = await timed(() => storeInChild(bench.app.databaseUrl, count));
    console.log(`${count} cases stored in ${(storing.ms / 1_000).toFixed(1)} s on ${availableParallelism()} cores\n`);
    await scan(bench.app);
    const before = await timed(() => scan(bench.app));
    const run = await rehearse(bench.app, version.item);
    const after = await timed(() => scan(bench.app));
    const scanMs = (before.ms + after.ms) / 2;
    report('plain scan', count, scanMs, (before.cpuMs + after.cpuMs) / 2);
    report('rehearsal', count, run.ms, run.cpuMs);
    console.log(
      `ratio        ${(run.ms / scanMs).toFixed(2)} × plain scan, ${(run.cpuMs / ((before.cpuMs + after.cpuMs) / 2)).toFixed(2)} × its CPU`,
    );
    console.log(
      `memory       peak ${mib(run.peakRss)}, grown by ${mib(run.endRss - run.tenthRss)} between 10 % and 100 %`,
    );
    console.log(`found        ${JSON.stringify(run.totals)}`);
  } finally {
    await bench.close();
  }
}

async function storeInChild(databaseUrl: string, count: number): Promise<void> {
  const program = path.join(import.meta.dirname, 'store-cases-process.ts');
  const args = [program, databaseUrl, CODE, String(count), NOW.toISOString()];
  const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`storing cases ended with ${code}`);
}

async function scan(app: App): Promise<void> {
  const question = { serviceItemCode: CODE, until: NOW };
  let after: string | undefined;
  for (;;) {
    const rows = await readCaseRows(app.database.prisma, question, { after, limit: PAGE });
    if (rows.length === 0) return;
    await readClockRows(app.database.prisma, rows);
    after = rows.at(-1)?.id;
  }
}

/** Stricter on eligibility, another place for the first step, and a shorter clock: every kind of work is done. */
function draftOf(item: ServiceItem): ServiceItem {
  const [first, ...others] = item.steps;
  if (!first) throw new RangeError('an item has steps');
  return {
    ...item,
    eligibility: [...item.eligibility, { ...sample(item), rule: 'ENOUGH', when: 'yuan(form.arrearsAmount) >= 2000.0' }],
    steps: [{ ...first, jurisdiction: 'RESIDENCE' }, ...others],
    clocks: Object.fromEntries(
      Object.entries(item.clocks).map(([key, rule]) => [key, { ...rule, length: Math.max(1, rule.length - 2) }]),
    ),
  };
}

function sample({ eligibility: [condition] }: ServiceItem) {
  if (!condition) throw new RangeError('an item has conditions');
  return condition;
}

async function rehearse(app: App, item: ServiceItem) {
  const deps = app.dependencies;
  const draft = draftOf(item);
  const versionId = deps.ids.next();
  const digest = deps.digest.plain(JSON.stringify(draft));
  const drafted = { draftedAt: NOW, draftedBy: 'bench', status: 'DRAFT' } as const;
  await deps.stores.versions.insert({ id: versionId, code: CODE, version: 2, item: draft, digest, ...drafted });
  const { result } = await rehearseServiceItem(deps, OFFICER, { idempotencyKey: deps.ids.next(), versionId });
  const memory = watchMemory();
  const watched: typeof deps = {
    ...deps,
    stores: {
      ...deps.stores,
      rehearsals: {
        ...deps.stores.rehearsals,
        keepProgress(progress, ...lease) {
          memory.note(progress.done / progress.total);
          return deps.stores.rehearsals.keepProgress(progress, ...lease);
        },
      },
    },
  };
  const { ms, cpuMs } = await timed(async () => {
    while ((await deps.stores.rehearsals.find(result.rehearsalId))?.status === 'RUNNING') {
      await continueRehearsal(watched, result.rehearsalId);
    }
  });
  const done = await deps.stores.rehearsals.find(result.rehearsalId);
  return { ms, cpuMs, totals: done?.sums.totals, ...memory.read() };
}

function watchMemory() {
  let [peakRss, tenthRss, endRss] = [0, 0, 0];
  return {
    note(share: number): void {
      endRss = process.memoryUsage.rss();
      peakRss = Math.max(peakRss, endRss);
      if (share >= 0.1 && tenthRss === 0) tenthRss = endRss;
    },
    read: () => ({ peakRss, tenthRss, endRss }),
  };
}

async function timed(work: () => Promise<void>): Promise<{ ms: number; cpuMs: number }> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1_000 };
}

function report(what: string, count: number, ms: number, cpuMs: number): void {
  const perCase = (time: number) => `${((time * 1_000) / count).toFixed(0)} µs`;
  console.log(
    `${what.padEnd(12)} ${(ms / 1_000).toFixed(1)} s, ${Math.round((count / ms) * 1_000)} cases/s, ${perCase(ms)} a case (${perCase(cpuMs)} of our CPU)`,
  );
}

function mib(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MiB`;
}
