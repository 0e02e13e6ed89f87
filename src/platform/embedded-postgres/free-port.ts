import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that the kernel gives to calls going out (from 32768 on Linux, 49152 elsewhere): one of those may be
 * taken by any call while its server is away for a restart, and the server would have to move.
 */
const FROM = 15_000;
const BEFORE = 32_768;
const TRIES = 20;

/**
 * A port of 127.0.0.1 that is free now: `wish` if it is, else another. PostgreSQL cannot be told to pick for itself;
 * whoever uses the answer has to cope with losing it to a quicker process.
 */
export async function freePort(wish?: number): Promise<number> {
  if (wish && (await isFree('127.0.0.1', wish))) return wish;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FROM, BEFORE);
    if (await isFree('127.0.0.1', port)) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

/** Whether a port can be listened on at this moment. Another process may be quicker all the same. */
export function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => settle(true)));
  });
}
