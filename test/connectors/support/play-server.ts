import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the agency does with a request: answer it, break the line before or during the answer, or never speak. */
export type Play =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array | string;
    }
  | 'CUT'
  | 'CUT_IN_BODY'
  | 'HANG'
  | 'NOT_HTTP';

export interface PlayServer {
  readonly url: URL;
  /** Everything that arrived, oldest first. */
  readonly heard: readonly HeardRequest[];
  play(next: Play | ((request: HeardRequest) => Play)): void;
  close(): Promise<void>;
}

/** An agency played by the test: remembers what it heard and answers as told, at once. */
export async function startPlayServer(): Promise<PlayServer> {
  const heard: HeardRequest[] = [];
  let script: (request: HeardRequest) => Play = answerNothingYet;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: HeardRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks),
      };
      heard.push(request);
      perform(script(request), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: new URL(`http://127.0.0.1:${port}`),
    heard,
    play(next) {
      script = typeof next === 'function' ? next : () => next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerNothingYet(): Play {
  return { status: 500 };
}

function perform(play: Play, response: ServerResponse): void {
  if (play === 'HANG') return;
  if (play === 'CUT') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (play === 'CUT_IN_BODY') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half of it', () => response.socket?.destroy());
    return;
  }
  if (play === 'NOT_HTTP') {
    response.socket?.end('this is not HTTP at all\r\n\r\n');
    return;
  }
  response.writeHead(play.status ?? 200, play.headers);
  response.end(play.body);
}
