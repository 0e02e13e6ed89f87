import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request as send } from 'undici';

export interface WatchedAgency {
  readonly url: string;
  close(): void;
}

/** Every effect carries its key; nothing else that is asked of an agency does. */
const EFFECT_KEY = 'oe-';

/** Passes everything on to an agency, and says when an effect has arrived. */
export async function watchAgency(target: string, onDelivery: () => void): Promise<WatchedAgency> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const { host: _host, connection: _connection, 'transfer-encoding': _encoding, ...headers } = request.headers;
    buffer(request)
      .then((body) => {
        if (body.includes(EFFECT_KEY)) onDelivery();
        return send(target + path, { method: request.method === 'GET' ? 'GET' : 'POST', headers, body });
      })
      .then(async (answer) => {
        const type = String(answer.headers['content-type'] ?? 'application/json');
        response.writeHead(answer.statusCode, { 'content-type': type }).end(await buffer(answer.body));
      })
      .catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
