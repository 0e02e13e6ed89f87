import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Programs } from './programs.ts';
import { PROGRAM_ENV } from './run-program.ts';
import type { ProgramSetting } from './run-program.ts';

/**
 * Starts the server and ends it when our end of the pipe closes, which the kernel does even after `kill -9`. Asks for
 * a fast shutdown and, should that take 8 s, for an immediate one, from which the next start recovers.
 *
 * A shell rather than a second Node: it is there wherever npm runs scripts, weighs 1 MB and starts in 2 ms.
 */
const SUPERVISOR = `
exec 3<&0
"$0" "$@" </dev/null 3<&- &
server=$!
(
  read -r _ <&3
  kill -INT $server
  tries=0
  while [ $tries -lt 40 ] && kill -0 $server; do sleep 0.2; tries=$((tries + 1)); done
  kill -QUIT $server
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait $server
code=$?
kill $watch 2>/dev/null
exit $code
`;

export interface Supervised {
  readonly child: ChildProcess;
  readonly stderr: Readable;
  /** Asks the server to end; the child's `exit` tells when it has. */
  requestStop(): void;
}

/** Detached: its own session, so that Ctrl-C in a terminal reaches us and not PostgreSQL. */
export function startSupervised(
  programs: Programs,
  { account, cluster }: ProgramSetting,
  args: readonly string[],
): Supervised {
  const common = { ...account, cwd: cluster, env: PROGRAM_ENV, detached: true };
  if (process.platform === 'win32') {
    const child = spawn(programs.postgres, args, { ...common, stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = ['stop', '-D', cluster, '-m', 'fast', '-W'];
    return { child, stderr: child.stderr, requestStop: () => void spawnSync(programs.pgCtl, stop, common) };
  }
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, programs.postgres, ...args], {
    ...common,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', () => {});
  return { child, stderr: child.stderr, requestStop: () => void child.stdin.end() };
}
