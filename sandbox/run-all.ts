import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AGENCIES, envPrefix, type Agency } from './kit/settings.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const RESTART_MS = 1000;
const GRACE_MS = 5000;

/** Starts every agency and keeps it running: one that dies comes back on the same port with everything it knew. */
export function runAll(): void {
  const children = new Map<Agency, ChildProcess>();
  let stopping = false;

  function start(agency: Agency, port: string | undefined): void {
    const env = port === undefined ? process.env : { ...process.env, [`${envPrefix(agency)}_PORT`]: port };
    const child = spawn(process.execPath, [MAIN, agency], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.set(agency, child);
    let ready = port;
    forward(child.stdout, (line) => {
      ready = portOf(line) ?? ready;
      // The ready line is for programs and stays as it is; everything else is for people.
      process.stdout.write(portOf(line) ? `${line}\n` : `[${agency}] ${line}\n`);
    });
    forward(child.stderr, (line) => process.stderr.write(`[${agency}] ${line}\n`));
    child.once('exit', (code, signal) => {
      children.delete(agency);
      if (stopping) return;
      process.stderr.write(`[${agency}] ended (${signal ?? code})\n`);
      // One that never got ready would fail again, e.g. on a taken port.
      if (ready === undefined) process.exitCode = 1;
      else setTimeout(() => !stopping && start(agency, ready), RESTART_MS);
    });
  }

  function stop(): void {
    stopping = true;
    for (const child of children.values()) child.kill('SIGTERM');
    setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), GRACE_MS).unref();
  }

  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  AGENCIES.forEach((agency) => start(agency, undefined));
}

function forward(stream: NodeJS.ReadableStream | null, write: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', write);
}

function portOf(line: string): string | undefined {
  return /^\{"ready":.*127\.0\.0\.1:(\d+)"\}$/.exec(line)?.[1];
}
