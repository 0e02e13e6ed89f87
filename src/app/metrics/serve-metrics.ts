import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scrape } from '#app/metrics/create-scrape.ts';
import type { Env } from '#app/read-env.ts';

export interface MetricsServer {
  /** Without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * `/metrics` for a scraper on this machine, without a token, on METRICS_HOST:METRICS_PORT; undefined when no port is
 * set. It listens on the loopback unless told otherwise.
 */
export async function serveMetrics(
  { METRICS_PORT, METRICS_HOST }: Pick<Env, 'METRICS_PORT' | 'METRICS_HOST'>,
  scrape: Scrape,
): Promise<MetricsServer | undefined> {
  if (METRICS_PORT === undefined) return undefined;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    scrape.text().then(
      (text) => response.writeHead(200, { 'content-type': METRICS_TYPE }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((listening, refused) => {
    server.once('error', refused);
    server.listen(METRICS_PORT, METRICS_HOST, listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${METRICS_HOST}:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
