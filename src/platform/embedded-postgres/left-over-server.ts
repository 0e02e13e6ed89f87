import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FAST_SHUTDOWN_MS = 8_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Clears what an earlier owner left: a server that outlived it is ended, a pid file that names something else is
 * removed. Only the holder of the owner lock may call this.
 *
 * A pid file whose process is dead is left to PostgreSQL, which then also checks its shared memory. One whose number
 * was given to another process meanwhile would make it refuse for ever, so that one goes, and only after a look at what
 * the process is. `mark` is an argument the server was started with; it is looked for in the command line because root
 * inside a container may not read where a process of another account runs (no CAP_SYS_PTRACE).
 */
export async function clearLeftOverServer(cluster: string, mark: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  if (pid !== 'unreadable') {
    if (!isAlive(pid)) return;
    if (isOurServer(pid, mark)) return endServer(pid, mark);
  }
  rmSync(pidFile, { force: true });
}

async function endServer(pid: number, mark: string): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
  ] as const) {
    sendSignal(pid, signal);
    for (let waited = 0; waited < patience; waited += 50) {
      if (!isOurServer(pid, mark)) return;
      await pause(50);
    }
  }
}

/** An empty file is what a power cut leaves; PostgreSQL refuses to start on it. */
function readPid(pidFile: string): number | 'unreadable' | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : 'unreadable';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  return sendSignal(pid, 0) !== 'ESRCH';
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): string | undefined {
  try {
    process.kill(pid, signal);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** A zombie has no command line any more and counts as gone. */
function isOurServer(pid: number, mark: string): boolean {
  const [program, ...args] = commandLine(pid);
  return program !== undefined && /(^|[\\/])postgres(\.exe)?$/.test(program) && args.includes(mark);
}

function commandLine(pid: number): string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
  } catch {
    return [];
  }
}
