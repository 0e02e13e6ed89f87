import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.join(import.meta.dirname, '../../..');
const RESTART_AFTER_MS = 500;
const KILL_AFTER_MS = 10_000;
/** Ended within this time of its start, it would only end again. */
const HARDLY_RAN_MS = 3_000;
const HARDLY_RAN_AT_MOST = 3;

export interface Child {
  readonly name: string;
  pid(): number | undefined;
  /** It ended several times right after its start and is left alone. */
  gaveUp(): boolean;
  start(): void;
  /** Ends it and leaves it ended. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  /** Script and arguments, from the project's root. */
  readonly command: readonly string[];
  readonly env: () => Readonly<Record<string, string>>;
  onLine(line: string): void;
  /** It ended without being told to and is started again, unless it never ran for long. */
  onCrash(reason: string): void;
}

/**
 * A process of the demo stack. Dies with the stack however the stack dies (its standard input ends); comes back by
 * itself when it crashes, and stays down when somebody ended it with SIGTERM.
 */
export function superviseChild(options: ChildOptions): Child {
  let child: ChildProcess | undefined;
  let wanted = false;
  let hardlyRan = 0;

  function launch(): void {
    const running = spawn(process.execPath, [...options.command], {
      cwd: ROOT,
      env: { ...process.env, ...options.env(), ONEDOOR_STOP_WITH_PARENT: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child = running;
    const startedAt = performance.now();
    for (const stream of [running.stdout, running.stderr]) {
      createInterface({ input: stream }).on('line', options.onLine);
    }
    running.stdin.on('error', () => {});
    running.once('exit', (code, signal) => {
      child = undefined;
      if (!wanted) return;
      if (signal === 'SIGTERM' || code === 0) {
        wanted = false;
        options.onLine('stopped');
        return;
      }
      // Only when it ended by itself: one that is killed from outside has nothing wrong with it.
      hardlyRan = signal === null && performance.now() - startedAt < HARDLY_RAN_MS ? hardlyRan + 1 : 0;
      options.onCrash(signal ?? `exit ${code}`);
      if (hardlyRan >= HARDLY_RAN_AT_MOST) return;
      setTimeout(() => wanted && !child && launch(), RESTART_AFTER_MS);
    });
  }

  return {
    name: options.name,
    pid: () => child?.pid,
    gaveUp: () => hardlyRan >= HARDLY_RAN_AT_MOST,
    start() {
      wanted = true;
      hardlyRan = 0;
      if (!child) launch();
    },
    stop() {
      wanted = false;
      const ending = child;
      if (!ending) return Promise.resolve();
      return new Promise((settle) => {
        const timer = setTimeout(() => ending.kill('SIGKILL'), KILL_AFTER_MS);
        ending.once('exit', () => {
          clearTimeout(timer);
          settle();
        });
        ending.kill('SIGTERM');
      });
    },
  };
}
