import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
  readonly type: string;
}

/** A partner's own endpoint over real HTTP, which answers as a test tells it to. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** How it answers from now on. */
  answer(with_: (received: Received, response: http.ServerResponse) => void): void;
  forget(): void;
  /** Cuts every line. */
  hangUp(): void;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let respond = (_received: Received, response: http.ServerResponse): void => void response.writeHead(204).end();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const header = (name: string): string => String(request.headers[name]);
      const message = {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
        body,
        type: (JSON.parse(body) as { type: string }).type,
      };
      received.push(message);
      respond(message, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (with_) => void (respond = with_),
    hangUp: () => server.closeAllConnections(),
    forget: () => void received.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Answers a status with a text. */
export function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}) {
  return (_received: Received, response: http.ServerResponse): void => void response.writeHead(code, headers).end(body);
}
