import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type BenchApp, openBenchApp } from './open-bench-app.ts';
import { INSURANCE_HEADER, plainLine, plantedLine } from './plant-faults.ts';
import { serverCpuMs } from './server-cpu.ts';
import type { ImportReport } from './take-feed-file.ts';

const NOW = new Date('2026-11-20T02:00:00Z');

/** A feed of the HR bureau as a worker takes it, beside a plain COPY of the same rows in the same run. */
export async function benchFeeds(rows: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'onedoor-bench-feeds-'));
  const bench = await openBenchApp(NOW);
  const client = new pg.Client({ connectionString: bench.app.databaseUrl });
  await client.connect();
  try {
    const plain = path.join(folder, 'plain.csv');
    const planted = path.join(folder, 'planted.csv');
    await write(plain, rows, (number) => plainLine(number));
    await write(planted, rows, (number) => plantedLine(number).text);
    console.log(`${rows} rows of 12 columns on ${availableParallelism()} cores`);

    const serverCpu = await watchServer(client);
    const before = await copyPlain(client, plain);
    const copyCpu = serverCpu() + before.cpuMs;
    const taken = await takeInChild(bench, planted, rows, folder);
    const feedCpu = serverCpu() + taken.cpuMs;
    const after = await copyPlain(client, plain);
    const copyMs = (before.ms + after.ms) / 2;
    report('plain COPY', rows, copyMs);
    report('feed', rows, taken.ms);
    const micros = (ms: number): string => ((ms * 1_000) / rows).toFixed(1);
    console.log(
      `ratio        ${(copyMs / taken.ms).toFixed(2)} of plain COPY by the clock, ${(copyCpu / feedCpu).toFixed(2)} by CPU`,
    );
    console.log(
      `CPU          plain COPY ${micros(copyCpu)} µs a row, feed ${micros(feedCpu)} µs, client and server together`,
    );
    console.log(
      `our CPU      ${((taken.cpuMs * 1_000) / rows).toFixed(1)} µs a row, of which hashing and sealing ${await sealingMicros(bench)} µs`,
    );
    console.log(
      `memory       peak ${mib(taken.peakRss)}, grown by ${mib(taken.endRss - taken.tenthRss)} between 10 % and 100 %; held after a collection ${mib(taken.tenthHeld)} at 10 %, ${mib(taken.endHeld)} at the end`,
    );
    await judge(client, rows, taken.id, 'faults');

    const again = await takeInChild(bench, planted, rows, folder);
    console.log(
      `same again   ${again.ms.toFixed(0)} ms, ${again.id === taken.id ? 'the same file, nothing done' : 'TAKEN TWICE'}`,
    );
    await killInTheMiddle(bench, client, folder, rows);
  } finally {
    await client.end();
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function write(file: string, rows: number, line: (number: number) => string): Promise<void> {
  function* pieces(): Generator<string> {
    yield `${INSURANCE_HEADER}\n`;
    for (let first = 1; first <= rows; first += 1_000) {
      const count = Math.min(1_000, rows - first + 1);
      yield `${Array.from({ length: count }, (_, index) => line(first + index)).join('\n')}\n`;
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file));
}

/** Without an index, a check or a look at what is in it. */
async function copyPlain(client: pg.Client, file: string): Promise<{ ms: number; cpuMs: number }> {
  const columns = INSURANCE_HEADER.split(',').map((name) => `${name} text`);
  await client.query(`DROP TABLE IF EXISTS bench_plain; CREATE TABLE bench_plain (${columns.join(', ')})`);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 18 }),
    client.query(copyFrom('COPY bench_plain FROM STDIN (FORMAT csv, HEADER)')),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1_000 };
}

/** Answers what the server has used since it was asked last, in milliseconds. */
async function watchServer(client: pg.Client): Promise<() => number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  let last = serverCpuMs(pid) ?? 0;
  return () => {
    const now = serverCpuMs(pid) ?? 0;
    const used = now - last;
    last = now;
    return used;
  };
}

/** In a process of its own, as a worker is: its memory and CPU are what is measured. */
async function takeInChild(bench: BenchApp, file: string, rows: number, folder: string): Promise<ImportReport> {
  const out = path.join(folder, 'report.json');
  const child = startChild(bench, file, rows, out);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`taking the file ended with ${code}`);
  return JSON.parse(readFileSync(out, 'utf8')) as ImportReport;
}

function startChild({ app }: BenchApp, file: string, rows: number, out: string) {
  const program = path.join(import.meta.dirname, 'main.ts');
  const args = [program, 'role', 'feed-file', app.databaseUrl, file, String(rows), NOW.toISOString(), out];
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

async function sealingMicros({ app }: BenchApp): Promise<string> {
  const { crypto } = app.tools;
  const detail = JSON.stringify({
    type: 'PENSION',
    status: 'PAYING',
    employerName: '桂江速达物流有限公司',
    from: '2023-03-01',
  });
  const rounds = 20_000;
  const started = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    crypto.blindIndex(String(round), 'person.resident_id');
    crypto.blindIndex(detail, 'insurance_record.digest');
    crypto.seal(detail, `insurance_record.detail:${round}`);
  }
  const { user, system } = process.cpuUsage(started);
  return ((user + system) / rounds).toFixed(1);
}

/** Every planted fault for its own reason, and everything else in the table. */
async function judge(client: pg.Client, rows: number, id: string, what: string): Promise<void> {
  const { rows: found } = await client.query<{ row_number: number; end: string }>(
    `SELECT row_number, field || ' ' || reason AS end FROM quarantined_row WHERE feed_file_id = $1`,
    [id],
  );
  const ends = new Map(found.map((row) => [row.row_number, row.end]));
  let planted = 0;
  let wrong = 0;
  for (let number = 1; number <= rows; number += 1) {
    const { end } = plantedLine(number);
    if (end !== undefined) planted += 1;
    if (ends.get(number) !== end) wrong += 1;
  }
  const { rows: counted } = await client.query<{ count: number }>('SELECT count(*)::int FROM insurance_record');
  const stored = counted[0]?.count ?? 0;
  const right = wrong === 0 && stored === rows - planted;
  console.log(
    `${what.padEnd(12)} ${planted} planted, ${found.length} in quarantine, ${wrong} with another end; ${stored} records of ${rows - planted}: ${right ? 'right' : 'WRONG'}`,
  );
  if (!right) process.exitCode = 1;
}

/** SIGKILL at two fifths, then another process goes on. */
async function killInTheMiddle(bench: BenchApp, client: pg.Client, folder: string, rows: number): Promise<void> {
  await client.query('TRUNCATE insurance_record; DELETE FROM quarantined_row; DELETE FROM feed_file');
  const file = path.join(folder, 'killed.csv');
  await write(file, rows, (number) => plantedLine(number).text);
  const child = startChild(bench, file, rows, path.join(folder, 'killed.json'));
  const ended = once(child, 'exit');
  let at = 0;
  while (at < rows * 0.4) {
    const { rows: found } = await client.query<{ applied_rows: number }>('SELECT applied_rows FROM feed_file');
    at = found[0]?.applied_rows ?? 0;
  }
  child.kill('SIGKILL');
  await ended;
  const { rows: left } = await client.query<{ applied_rows: number }>('SELECT applied_rows FROM feed_file');
  // Instead of waiting for a minute.
  await client.query(`UPDATE feed_file SET lease_until = now()`);
  const resumed = await takeInChild(bench, file, rows, folder);
  console.log(`killed       at row ${left[0]?.applied_rows ?? 0}; the rest took ${(resumed.ms / 1_000).toFixed(1)} s`);
  await judge(client, rows, resumed.id, 'resumed');
}

function report(what: string, rows: number, ms: number): void {
  console.log(
    `${what.padEnd(12)} ${(ms / 1_000).toFixed(2)} s, ${Math.round((rows / ms) * 1_000)} rows/s, ${((ms * 1_000) / rows).toFixed(1)} µs a row`,
  );
}

function mib(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MiB`;
}
