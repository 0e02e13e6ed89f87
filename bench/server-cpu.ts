import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, which Linux has fixed for programs. */
const TICKS = 100;

/**
 * CPU of a PostgreSQL server of this machine so far, in milliseconds: of its living processes, and of those that ended.
 * Undefined where /proc is not there. On a machine with other work it tells more than the clock on the wall.
 */
export function serverCpuMs(backendPid: number): number | undefined {
  const postmaster = statOf(backendPid)?.parent;
  const server = postmaster === undefined ? undefined : statOf(postmaster);
  if (!server) return undefined;
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === postmaster);
  const ticks = living.reduce((sum, stat) => sum + (stat?.own ?? 0), server.own + server.ended);
  return (ticks * 1_000) / TICKS;
}

function statOf(pid: number): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may hold blanks; it ends with the last bracket.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (index: number) => Number(fields[index]);
    return { parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    return undefined;
  }
}
