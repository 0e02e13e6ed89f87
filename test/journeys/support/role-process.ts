import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { waitFor } from '../../support/start-stack.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface RoleProcess {
  readonly pid: number;
  /** The leader of a process group, as a shell's job is: a signal to the group is what Ctrl-C in a terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  signal(signal: NodeJS.Signals): void;
  output(): string;
  /** Waits until something was said, and answers what its first group caught. */
  says(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Undefined while it runs; null when a signal ended it. */
  exitCode(): number | null | undefined;
  ended(withinMs?: number): Promise<number | null>;
}

/** Starts one role or the whole stack in a group of its own. Nothing of the test run's own settings reaches it but REDIS_URL. */
export function startProcess(script: string, env: Readonly<Record<string, string>>): RoleProcess {
  const { PATH, HOME, REDIS_URL } = process.env;
  const child: ChildProcess = spawn(process.execPath, [script], {
    cwd: ROOT,
    env: { PATH, HOME, REDIS_URL, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let exitCode: number | null | undefined;
  child.once('exit', (code) => (exitCode = code));
  return {
    pid,
    signalGroup: (signal) => void process.kill(-pid, signal),
    signal: (signal) => void child.kill(signal),
    output: () => output,
    async says(pattern, withinMs = 30_000) {
      await waitFor(() => {
        if (exitCode !== undefined && !pattern.test(output))
          throw new Error(`${script} ended with ${exitCode}:\n${output}`);
        return pattern.test(output);
      }, withinMs);
      return pattern.exec(output)?.[1] ?? '';
    },
    exitCode: () => exitCode,
    async ended(withinMs = 15_000) {
      await waitFor(() => exitCode !== undefined, withinMs);
      return exitCode ?? null;
    },
  };
}
