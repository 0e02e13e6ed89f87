import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface GatewayStub {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** The status of each answer from now on, the last one for ever. */
  answerWith(...statuses: number[]): void;
  waitForWebhooks(count: number): Promise<readonly ReceivedWebhook[]>;
  close(): Promise<void>;
}

/** Stands where the gateway would be: takes webhooks and answers as told. */
export async function startGatewayStub(): Promise<GatewayStub> {
  const received: ReceivedWebhook[] = [];
  let statuses: number[] = [204];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 204;
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith: (...next) => {
      statuses = next;
    },
    async waitForWebhooks(count) {
      await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(count), { timeout: 10_000, interval: 10 });
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The JSON of a webhook, without the byte order mark that some begin with. */
export function contentOf(webhook: ReceivedWebhook | undefined): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(webhook?.body)) as Record<string, unknown>;
}
