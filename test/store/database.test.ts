import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '#store/database.ts';

/** What a server says when an operator ends the connection in the moment in which it is made, all in one packet. */
const WELCOME_AND_FAREWELL = Buffer.concat([
  message('R', Buffer.from([0, 0, 0, 0])),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')),
]);

let server: Server | undefined;
let database: Database | undefined;

afterEach(async () => {
  await database?.close();
  server?.close();
});

it('a connection that is ended as soon as it is made costs its statement and not the process', async () => {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(WELCOME_AND_FAREWELL));
  });
  await new Promise<void>((settle) => server?.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  const heard: unknown[] = [];
  database = openDatabase(`postgresql://app:x@127.0.0.1:${port}/onedoor`, 2, (error) => heard.push(error));

  await expect(database.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`)).rejects.toBeInstanceOf(Error);

  expect(heard).toContainEqual(expect.objectContaining({ code: '57P01' }));
});

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
