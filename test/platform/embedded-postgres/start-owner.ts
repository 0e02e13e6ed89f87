import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface OwnerProcess {
  readonly url: string;
  readonly owned: boolean;
  /** The error code, when it was refused a server. */
  readonly refused: string | undefined;
  /** Resolves when the process has noticed that the server is gone. */
  readonly serverGone: Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly uid?: number;
  /** This file in another checkout: `owner-process.ts`. */
  readonly script?: string;
}

const running = new Set<OwnerProcess>();

/** Returns once the process has its server or was refused one. */
export async function startOwner(dataDir: string, options: StartOptions = {}): Promise<OwnerProcess> {
  const script = options.script ?? fileURLToPath(new URL('./owner-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, ...(options.uid ? [String(options.uid)] : [])], {
    // Where another user may be; the folder of the tests may be closed to it.
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => {});
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error('the process ended without a word');
  const { url = '', owned = false, refused } = JSON.parse(first.value) as Partial<OwnerProcess>;
  const owner: OwnerProcess = {
    url,
    owned,
    refused,
    serverGone: lines.next().then(() => {}),
    async stop() {
      child.stdin.end();
      await ended;
      running.delete(owner);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
      running.delete(owner);
    },
  };
  running.add(owner);
  return owner;
}

export async function stopOwners(): Promise<void> {
  await Promise.all([...running].map((owner) => owner.stop()));
}

interface RunningProgram {
  readonly pid: number;
  readonly program: string;
}

/** The processes that were started for the server on `port`: the server itself and the shells that watch over it. */
export function processesOfServer(port: string): RunningProgram[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const words = commandLine(entry);
      const at = words.indexOf('-p');
      if (at < 0 || words[at + 1] !== port || !words.some((word) => word.startsWith('cluster_name='))) return [];
      return [{ pid: Number(entry), program: path.basename(words[0] ?? '') }];
    });
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
