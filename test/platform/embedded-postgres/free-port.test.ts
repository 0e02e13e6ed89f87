import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#platform/embedded-postgres/free-port.ts';

/** Where Linux begins to take ports for calls going out, unless told otherwise. */
const OUTGOING_FROM = 32_768;

let holder: Server | undefined;

afterEach(() => holder?.close());

describe('a free port', () => {
  it('is the wished one while nobody has it', async () => {
    const wish = await freePort();

    expect(await freePort(wish)).toBe(wish);
  });

  it('is another one when the wished one is taken', async () => {
    const wish = await freePort();
    holder = createServer();
    await new Promise<void>((settle) => holder?.listen(wish, '127.0.0.1', settle));

    expect(await freePort(wish)).not.toBe(wish);
  });

  it('is none that a call going out may take while its server is away', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));

    expect(ports.filter((port) => port >= OUTGOING_FROM || port < 1_024)).toEqual([]);
  });
});
