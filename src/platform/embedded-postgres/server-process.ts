import { once } from 'node:events';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { freePort } from './free-port.ts';
import type { Programs } from './programs.ts';
import { dataArguments } from './run-program.ts';
import type { ProgramSetting } from './run-program.ts';
import { serverArguments } from './server-settings.ts';
import type { ServerProfile } from './server-settings.ts';
import { startSupervised } from './supervisor.ts';
import type { Supervised } from './supervisor.ts';

export interface ServerProcess {
  readonly port: number;
  /** Resolves when the server has ended, asked or not. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly profile: ServerProfile;
  readonly mark: string;
  /** The port of the last run. */
  readonly wishedPort: number | undefined;
  readonly log: (line: string) => void;
}

/** Recovery after a crash reads the log since the last checkpoint, at most 1 GB: seconds, on a poor disk a minute. */
const READY_WITHIN_MS = 120_000;
/** Children of a killed server keep its shared memory for a moment; six tries were needed once. */
const BUSY_TRIES = 50;
const PORT_TRIES = 5;

/** Starts the server, again where the reason passes by itself. Throws EmbeddedPostgresError. */
export async function startServer(
  programs: Programs,
  setting: ProgramSetting,
  options: ServerOptions,
): Promise<ServerProcess> {
  let port = await freePort(options.wishedPort);
  let busyTries = 0;
  let portTries = 0;
  for (;;) {
    const attempt = await attemptStart(programs, setting, options, port);
    if ('exited' in attempt) return attempt;
    if (/could not bind|could not create any TCP\/IP sockets/.test(attempt.words) && portTries++ < PORT_TRIES) {
      port = await freePort();
    } else if (/shared memory block|lock file/.test(attempt.words) && busyTries++ < BUSY_TRIES) {
      await pause(100);
    } else {
      throw new EmbeddedPostgresError('START_FAILED', attempt.words);
    }
  }
}

async function attemptStart(
  programs: Programs,
  setting: ProgramSetting,
  options: ServerOptions,
  port: number,
): Promise<ServerProcess | { readonly words: string }> {
  const args = [...dataArguments(setting.cluster), ...serverArguments(options.profile, port, options.mark)];
  const supervised = startSupervised(programs, setting, args);
  const { child } = supervised;
  const exited = once(child, 'exit').then(() => {});
  const words = await waitUntilReady(supervised, exited, options.log);
  if (words !== undefined) return { words };
  // From here on the server lives as long as the process has other things to do, and dies with it.
  for (const handle of [child, child.stdin, child.stderr]) (handle as { unref?: () => void } | null)?.unref?.();
  return {
    port,
    exited,
    async stop() {
      child.ref();
      supervised.requestStop();
      await exited;
    },
  };
}

/** Returns undefined when the server is ready, else its last words. Keeps reading its words for as long as it lives. */
async function waitUntilReady(
  { child, stderr, requestStop }: Supervised,
  exited: Promise<void>,
  log: (line: string) => void,
): Promise<string | undefined> {
  const words: string[] = [];
  const timer = new AbortController();
  const ready = new Promise<'ready'>((resolve) => {
    readline.createInterface({ input: stderr }).on('line', (line) => {
      log(line);
      words.push(line);
      if (words.length > 20) words.shift();
      if (line.includes('ready to accept connections')) resolve('ready');
    });
  });
  // `close` rather than `exit`: by then its last words are read. A program that cannot be started is an `error`.
  const ended = once(child, 'close').then(
    () => 'ended' as const,
    (error: unknown) => {
      words.push(String(error));
      return 'ended' as const;
    },
  );
  const late = pause(READY_WITHIN_MS, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
  const outcome = await Promise.race([ready, ended, late]);
  timer.abort();
  if (outcome === 'ready') return undefined;
  if (outcome === 'late') {
    requestStop();
    await exited;
    words.push(`not ready within ${READY_WITHIN_MS / 1000} s (pid ${child.pid})`);
  }
  return words.join('\n');
}
