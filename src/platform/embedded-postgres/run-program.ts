import { spawn } from 'node:child_process';
import type { OsAccount } from './os-account.ts';

/** What a PostgreSQL program is started with: whose it is and which data it works on. */
export interface ProgramSetting {
  readonly account: OsAccount | undefined;
  /** Absolute path of the data; becomes the working directory. */
  readonly cluster: string;
}

/**
 * The data as the programs are told of it. On Linux through the working directory, which the process is given while it
 * is still root: the path leads there without asking the folders above, which may be closed to the other account.
 * Neither an absolute path nor `.` would do, since PostgreSQL resolves both from the root.
 */
export function dataArguments(cluster: string): string[] {
  return ['-D', process.platform === 'linux' ? '/proc/self/cwd' : cluster];
}

/** Nothing of our own environment reaches PostgreSQL, which would take PGDATA, PGPORT or a locale from it. */
export const PROGRAM_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface ProgramEnd {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs to the end. Rejects only when the program cannot be started at all. */
export function runProgram(
  program: string,
  args: readonly string[],
  { account, cluster }: ProgramSetting,
  input = '',
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...account,
      cwd: cluster,
      env: PROGRAM_ENV,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
    // A program that ends early closes its input; its exit code says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
