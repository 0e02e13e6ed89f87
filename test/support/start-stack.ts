import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readStackFile, type Stack } from '#app/demo-stack/stack-file.ts';
import { personaToken, type PersonaName } from '#app/personas.ts';
import { createGraphClient, type GraphClient } from '../../tools/story/graph-client.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface RunningStack {
  readonly stack: Stack;
  readonly dataDir: string;
  readonly process: ChildProcess;
  as(persona: PersonaName): Promise<GraphClient>;
  /** stop, start or kill (SIGKILL) one process of the stack. */
  steer(action: 'stop' | 'start' | 'kill', name: string): Promise<void>;
  /** The stage door of a simulated agency. */
  control<Answer = Record<string, unknown>>(agency: string, what: string, body?: object): Promise<Answer>;
  moveClock(step: string): Promise<void>;
  output(): string;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL for the starter and everything below it, as a power cut would. */
  killEverything(): Promise<void>;
  removeData(): void;
}

/**
 * `npm start` in a data folder of its own, as a user would run it. The queue is on Redis when REDIS_URL is set for the
 * test run, else on the embedded database.
 */
export async function startStack(
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'onedoor-journey-')),
): Promise<RunningStack> {
  const child = runScript('src/start.ts', [], dataDir, { SANDBOX_PACE_MS: process.env['SANDBOX_PACE_MS'] ?? '60' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let exitCode: number | null | undefined;
  child.once('exit', (code) => (exitCode = code));
  await waitFor(() => {
    if (exitCode !== undefined) throw new Error(`the stack ended with ${exitCode}:\n${output}`);
    return existsSync(path.join(dataDir, 'stack.json')) && output.includes('一门已就绪');
  }, 60_000);
  const stack = readStackFile(dataDir);

  return {
    stack,
    dataDir,
    process: child,
    async as(persona) {
      return createGraphClient(
        stack.gatewayUrl,
        await personaToken(persona),
        persona === 'window' ? 'INTAKE' : undefined,
      );
    },
    async steer(action, name) {
      const response = await fetch(`${stack.controlUrl}/${name}/${action}`, { method: 'POST' });
      if (!response.ok) throw new Error(`${action} ${name}: ${response.status}`);
    },
    async control<Answer>(agency: string, what: string, body?: object): Promise<Answer> {
      const response = await fetch(`${stack.agencies[agency]}/_control/${what}`, {
        method: body ? 'POST' : 'GET',
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!response.ok) throw new Error(`${agency} ${what}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Answer;
    },
    async moveClock(step) {
      const { code, output: said } = await runToEnd('src/demo-clock.ts', [step], dataDir);
      if (code !== 0) throw new Error(`demo clock: ${said}`);
    },
    output: () => output,
    async stop() {
      if (exitCode === undefined) {
        child.kill('SIGTERM');
        await waitFor(() => exitCode !== undefined, 15_000);
      }
      return exitCode ?? null;
    },
    async killEverything() {
      const family = [child.pid ?? 0, ...descendantsOf(child.pid ?? 0)];
      for (const pid of family) killQuietly(pid);
      await waitFor(() => exitCode !== undefined, 10_000);
    },
    removeData: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a role or command to its end. */
export async function runToEnd(
  script: string,
  args: readonly string[],
  dataDir: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = runScript(script, args, dataDir, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((settle) => child.once('close', settle));
  return { code, output };
}

function runScript(
  script: string,
  args: readonly string[],
  dataDir: string,
  env: Record<string, string>,
): ChildProcess {
  const { DATABASE_URL: _database, PORT: _port, ONEDOOR_MODE: _mode, LOG_LEVEL: _level, ...inherited } = process.env;
  return spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...inherited, ONEDOOR_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function waitFor(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await pause(50);
  }
}

export function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has reaped yet is no living process.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Everything a process has started, however deep; read before it is killed. */
export function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [{ pid: Number(name), parent: Number(fields[1]) }];
      } catch {
        return [];
      }
    });
  const below = (parent: number): number[] =>
    parents.filter((entry) => entry.parent === parent).flatMap((entry) => [entry.pid, ...below(entry.pid)]);
  return below(pid);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
