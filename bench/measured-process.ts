import { type ChildProcess, spawn } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import path from 'node:path';

/** What a measured process has used since it started. */
export interface Figures {
  /** User and system together, every thread of it. */
  readonly cpuMs: number;
  /** HTTP requests it sent through undici, which is what agencies are asked with. */
  readonly calls: number;
}

export interface MeasuredProcess {
  figures(): Promise<Figures>;
  stop(): Promise<void>;
}

const MAIN = path.join(import.meta.dirname, 'main.ts');

/** Starts `bench/main.ts role <name>` and waits until it says that it is ready. */
export async function startMeasured(role: string, env: Readonly<Record<string, string>>): Promise<MeasuredProcess> {
  const child = spawn(process.execPath, [MAIN, 'role', role], {
    // An empty value takes a variable away that this process has.
    env: Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== '')),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const started = await Promise.race([nextMessage(child), ended.then(() => undefined)]);
  if (started === undefined) throw new Error(`${role} ended before it was ready`);
  return {
    async figures() {
      child.send('figures');
      return (await nextMessage(child)) as Figures;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}

/** In the measured process: answers for its figures, once it is ready. */
export function answerForFigures(): void {
  let calls = 0;
  subscribe('undici:request:create', () => void (calls += 1));
  // A bench that was killed leaves nobody behind.
  process.once('disconnect', () => process.exit(1));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, calls } satisfies Figures);
  });
  process.send?.('ready');
}
