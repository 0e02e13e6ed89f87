import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface ManagedOptions {
  readonly name: string;
  /** Program and arguments, from the project's root. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** A process that can be killed, frozen and started again. Dies with the run however the run dies. */
export interface ManagedProcess {
  readonly name: string;
  start(): void;
  isRunning(): boolean;
  pid(): number | undefined;
  /** Every process id it ever had. */
  readonly pids: readonly number[];
  /** Ends that nobody asked for, but for a start without its database; either way it is started again. */
  readonly crashes: readonly string[];
  /** SIGKILL; returns when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  freeze(): void;
  thaw(): void;
  /** SIGTERM; how it ended and how long it took. */
  terminate(withinMs: number): Promise<{ readonly code: number | null; readonly ms: number }>;
}

/** As whoever watches over processes in earnest would. */
const RESTART_AFTER_MS = 500;
const COULD_NOT_START = 'cannot start';

export function manageProcess({ name, command, env, logFile }: ManagedOptions): ManagedProcess {
  const [program, ...args] = command;
  const log = openSync(logFile, 'a');
  const pids: number[] = [];
  const crashes: string[] = [];
  let child: ChildProcess | undefined;
  let wanted = false;

  function start(): void {
    if (child) return;
    wanted = true;
    const logged = statSync(logFile).size;
    const { PATH, HOME } = process.env;
    const running = spawn(program, args, {
      cwd: ROOT,
      env: { PATH, HOME, ...env, ONEDOOR_STOP_WITH_PARENT: '1' },
      stdio: ['pipe', log, log],
    });
    child = running;
    if (running.pid !== undefined) pids.push(running.pid);
    const watch = dieWithUs(running.pid);
    running.stdin?.on('error', () => {});
    running.once('exit', (code, signal) => {
      watch.kill('SIGKILL');
      if (child === running) child = undefined;
      if (!wanted) return;
      if (!readFileSync(logFile).subarray(logged).includes(COULD_NOT_START)) crashes.push(signal ?? `exit ${code}`);
      setTimeout(() => wanted && start(), RESTART_AFTER_MS);
    });
  }

  function send(signal: NodeJS.Signals): void {
    child?.kill(signal);
  }

  async function ended(): Promise<void> {
    const ending = child;
    if (ending && ending.exitCode === null && ending.signalCode === null) await once(ending, 'exit');
  }

  return {
    name,
    pids,
    crashes,
    pid: () => child?.pid,
    isRunning: () => child !== undefined,
    start,
    async kill() {
      wanted = false;
      const gone = ended();
      send('SIGKILL');
      await gone;
    },
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
    async terminate(withinMs) {
      wanted = false;
      const ending = child;
      if (!ending) return { code: null, ms: 0 };
      const began = performance.now();
      const gone = once(ending, 'exit');
      ending.kill('SIGTERM');
      const timer = setTimeout(() => ending.kill('SIGKILL'), withinMs);
      const [code] = (await gone) as [number | null];
      clearTimeout(timer);
      return { code, ms: performance.now() - began };
    },
  };
}

/** Ends the process when the pipe to us closes, which the kernel does even after `kill -9`; a frozen one, too. */
function dieWithUs(pid: number | undefined): ChildProcess {
  const command = ['-c', 'read -r _; kill -9 "$0"', String(pid)];
  const watch = spawn('/bin/sh', command, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watch.stdin?.on('error', () => {});
  return watch;
}
