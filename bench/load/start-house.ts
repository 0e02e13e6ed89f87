import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBenchApp } from '../open-bench-app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface LoadedHouse {
  readonly url: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** A gateway and a worker as processes of their own, over a database of their own with the demonstration city in it. */
export async function startHouse(port: number): Promise<LoadedHouse> {
  const bench = await openBenchApp(new Date());
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'onedoor-load-'));
  const env = {
    ...process.env,
    DATABASE_URL: bench.app.databaseUrl,
    ONEDOOR_DATA_DIR: dataDir,
    ONEDOOR_MODE: 'demo',
    // One persona asks for what hundreds of people would.
    ONEDOOR_QUERY_BUDGETS: 'WINDOW=2000000000,SUPERVISOR=2000000000,OPERATOR=2000000000',
    ONEDOOR_LOOK_UPS_PER_MINUTE: '1000000',
    PORT: String(port),
    LOG_LEVEL: 'error',
    // They end with the bench, however it ends.
    ONEDOOR_STOP_WITH_PARENT: '1',
  };
  const roles = ['main', 'worker'].map((role) =>
    spawn(process.execPath, [`src/${role}.ts`], { cwd: ROOT, env, stdio: ['pipe', 'ignore', 'inherit'] }),
  );
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  return {
    url,
    databaseUrl: bench.app.databaseUrl,
    async stop() {
      await Promise.all(roles.map(end));
      await bench.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await pause(200);
  }
  throw new Error('the gateway did not become ready');
}

async function end(role: ChildProcess): Promise<void> {
  if (role.exitCode !== null) return;
  const gone = new Promise((settle) => role.once('exit', settle));
  role.kill('SIGTERM');
  await gone;
}
