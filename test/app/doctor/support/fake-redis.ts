import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface FakeRedis {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Speaks as much of the Redis protocol as a client needs to say hello, and says of itself what a test wants. */
export async function startFakeRedis(info: Record<string, string>, aheadMs: number): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      for (const command of commandsIn(bytes.toString())) socket.write(answerTo(command, info, aheadMs));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Each command is an array; its first word is the second line after the `*`. */
function commandsIn(text: string): string[] {
  return text
    .split(/^\*\d+\r\n/m)
    .filter(Boolean)
    .map((command) => command.split('\r\n')[1]?.toUpperCase() ?? '');
}

function answerTo(command: string, info: Record<string, string>, aheadMs: number): string {
  if (command === 'INFO')
    return bulk(
      Object.entries({ redis_version: '7.4.0', loading: '0', ...info })
        .map(([name, value]) => `${name}:${value}`)
        .join('\r\n'),
    );
  if (command === 'TIME') {
    const at = Date.now() + aheadMs;
    return `*2\r\n${bulk(String(Math.floor(at / 1000)))}${bulk(String((at % 1000) * 1000))}`;
  }
  if (command === 'HELLO') return `%2\r\n${bulk('server')}${bulk('redis')}${bulk('proto')}:3\r\n`;
  return '+OK\r\n';
}

function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
