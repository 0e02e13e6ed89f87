import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import iconv from 'iconv-lite';
import type { BehaviourSetting } from './behaviour.ts';
import type { Office } from './office.ts';

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly retryAfterSeconds?: number | undefined;
}

/** Answers one request; `met` is the misbehaviour in force for it. */
export type Handler = (body: Buffer, met: BehaviourSetting) => Reply;
/** By method and path: `POST /fyjk/ajcx`. */
export type Routes = ReadonlyMap<string, Handler>;

export interface RunningAgency {
  readonly url: string;
  stop(): Promise<void>;
}

const LARGEST_BODY = 1024 * 1024;

export async function listen(port: number, office: Office, routes: Routes, control: Routes): Promise<RunningAgency> {
  const server = createServer((request, response) => {
    serve(request, response, office, routes, control).catch((error: unknown) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (!response.headersSent) write(response, text(500, 'Internal Server Error'));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        office.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  office: Office,
  routes: Routes,
  control: Routes,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await readBody(request);
  if (!body) return write(response, text(413, 'Payload Too Large'));
  const route = `${request.method} ${path}`;
  const controlHandler = control.get(route);
  if (controlHandler) return write(response, controlHandler(body, office.behaviour.current()));
  const handler = routes.get(route);
  if (!handler) return write(response, text(404, 'Not Found'));
  if (office.chokesOn(body)) return write(response, text(500, 'Internal Server Error'));
  const met = office.behaviour.meet(path, body.toString('latin1'));
  await misbehave(met, response, office, () => handler(body, met));
}

async function misbehave(
  met: BehaviourSetting,
  response: ServerResponse,
  office: Office,
  handle: () => Reply,
): Promise<void> {
  switch (met.mode) {
    case 'hang':
      return;
    case 'errors':
      // With 200 the agency itself says in its answer that it is busy.
      return write(response, met.status === 200 ? handle() : busy(met.status));
    case 'slow': {
      // Recorded first: were it recorded last, an inquiry in between would be told "no" and be wrong a moment later.
      const reply = handle();
      await new Promise((resolve) => setTimeout(resolve, met.delayMs));
      return write(response, reply);
    }
    case 'record-then-cut':
      cutAfter(office, handle);
      response.destroy();
      return;
    case 'garbage': {
      const reply = handle();
      return write(response, { ...reply, status: 200, body: reply.body.subarray(0, reply.body.length >> 1) });
    }
    case 'wrong-encoding': {
      const reply = handle();
      return write(response, { ...reply, body: miswritten(reply) });
    }
    default:
      write(response, handle());
  }
}

function cutAfter({ register }: Office, handle: () => Reply): void {
  const before = register.effects.length;
  handle();
  const keys = register.effects.slice(before).map(({ key }) => key);
  if (keys.length > 0) register.write({ t: 'cut', keys });
}

function miswritten({ type, body }: Reply): Buffer {
  return /gb18030/i.test(type)
    ? Buffer.from(iconv.decode(body, 'gb18030'), 'utf8')
    : iconv.encode(body.toString('utf8'), 'gb18030');
}

/** Undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply.retryAfterSeconds !== undefined) response.setHeader('retry-after', reply.retryAfterSeconds);
  response.writeHead(reply.status, { 'content-type': reply.type, 'content-length': reply.body.length });
  response.end(reply.body);
}

function text(status: number, message: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: Buffer.from(message) };
}

export function json(status: number, value: unknown, byteOrderMark = false): Reply {
  const body = `${byteOrderMark ? '\uFEFF' : ''}${JSON.stringify(value)}`;
  return { status, type: 'application/json; charset=utf-8', body: Buffer.from(body) };
}

/** What stands in front of an agency answers, not the agency: nothing is recorded. */
export function busy(status: number): Reply {
  const page: Reply = { status, type: 'text/html', body: Buffer.from(`<html><body><h1>${status}</h1></body></html>`) };
  return status === 429 || status === 503 ? { ...page, retryAfterSeconds: 1 } : page;
}
