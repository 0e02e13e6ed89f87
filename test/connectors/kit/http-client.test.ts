import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '#connectors/kit/http-client.ts';
import type { HttpClient } from '#connectors/kit/http-client.ts';
import type { HttpLimits } from '#connectors/kit/http-exchange.ts';
import { requireOk } from '#connectors/kit/http-status.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { callWithin, rejectionOf } from '../support/calls.ts';
import { startPlayServer } from '../support/play-server.ts';
import type { Play, PlayServer } from '../support/play-server.ts';

const agency = agencyCode('court');
const clients: HttpClient[] = [];
let server: PlayServer;

function clientOf(baseUrl: URL, limits: Partial<HttpLimits> = {}, connections = 4): HttpClient {
  const client = createHttpClient({ agency, baseUrl, limits, connections });
  clients.push(client);
  return client;
}

function post(client: HttpClient, withinMs = 5_000): Promise<unknown> {
  return client
    .exchange({ method: 'POST', path: '/intake', body: Buffer.from('x') }, callWithin(withinMs))
    .then((response) => requireOk(response, agency));
}

beforeEach(async () => {
  server = await startPlayServer();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.close();
});

describe('an exchange with an agency', () => {
  it('sends the bytes as given under the base path and returns the bytes as they came', async () => {
    server.play({ status: 200, body: Buffer.from([0xc8, 0xcb]) });
    const client = clientOf(new URL('/front/', server.url));

    const response = await client.exchange(
      { method: 'POST', path: '/intake', headers: { 'content-type': 'text/plain' }, body: Buffer.from([0xd6, 0xd0]) },
      callWithin(5_000),
    );

    expect(response.body).toEqual(Buffer.from([0xc8, 0xcb]));
    expect(server.heard).toMatchObject([{ method: 'POST', path: '/front/intake', body: Buffer.from([0xd6, 0xd0]) }]);
  });

  it.each<[string, Play, object]>([
    ['a line cut after the request', 'CUT', { fault: 'CONNECT', recorded: 'MAYBE' }],
    ['a line cut in the answer', 'CUT_IN_BODY', { fault: 'CONNECT', recorded: 'MAYBE' }],
    ['something that is not HTTP', 'NOT_HTTP', { fault: 'MALFORMED', recorded: 'MAYBE' }],
    ['500', { status: 500 }, { fault: 'SERVER_ERROR', recorded: 'MAYBE' }],
    ['504', { status: 504 }, { fault: 'SERVER_ERROR', recorded: 'MAYBE' }],
    ['503 without a time', { status: 503 }, { fault: 'SERVER_ERROR', recorded: 'MAYBE' }],
    [
      '503 naming a time',
      { status: 503, headers: { 'retry-after': '7' } },
      { fault: 'SERVER_ERROR', recorded: 'NO', retryAfterSeconds: 7 },
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '30' } },
      { fault: 'THROTTLED', recorded: 'NO', retryAfterSeconds: 30, blameAgency: false },
    ],
    ['429 naming a year', { status: 429, headers: { 'retry-after': '31536000' } }, { retryAfterSeconds: 21_600 }],
    ['429 naming nonsense', { status: 429, headers: { 'retry-after': '-5' } }, { retryAfterSeconds: undefined }],
    ['408', { status: 408 }, { fault: 'TIMEOUT', recorded: 'NO' }],
    ['401', { status: 401 }, { fault: 'CREDENTIALS', recorded: 'NO', blameAgency: false }],
    ['422', { status: 422 }, { fault: 'REJECTED_REQUEST', recorded: 'NO', blameAgency: false }],
    [
      'a compressed answer nobody asked for',
      { headers: { 'content-encoding': 'gzip' }, body: 'x' },
      { fault: 'MALFORMED' },
    ],
  ])('classes %s', async (_what, play, expected) => {
    server.play(play);

    const error = await rejectionOf(post(clientOf(server.url)));

    expect(error).toMatchObject(expected);
  });

  it('follows no redirect: the address comes from settings alone', async () => {
    server.play({ status: 302, headers: { location: '/elsewhere' } });

    const error = await rejectionOf(post(clientOf(server.url)));

    expect(error).toMatchObject({ fault: 'REJECTED_REQUEST', recorded: 'NO' });
    expect(server.heard).toHaveLength(1);
  });

  it('calls a refused connection surely not recorded', async () => {
    const client = clientOf(server.url);
    await server.close();

    const error = await rejectionOf(post(client));

    expect(error).toMatchObject({ fault: 'CONNECT', recorded: 'NO', blameAgency: true });
    server = await startPlayServer();
  });

  it('gives up when no answer begins in time, and does not know whether it was recorded', async () => {
    server.play('HANG');

    const error = await rejectionOf(post(clientOf(server.url, { firstByteTimeoutMs: 40 })));

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'MAYBE', blameAgency: true });
  });

  it('gives up when the answer does not end in time', async () => {
    server.play('HANG');

    const error = await rejectionOf(post(clientOf(server.url, { totalTimeoutMs: 40 })));

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'MAYBE', blameAgency: true });
  });

  it('honours the deadline of the caller and does not blame the agency for a caller in a hurry', async () => {
    server.play('HANG');
    const startedAt = performance.now();

    const error = await rejectionOf(post(clientOf(server.url), 60));

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'MAYBE', blameAgency: false });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('does not begin when the caller has no time left', async () => {
    const error = await rejectionOf(post(clientOf(server.url), -1));

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'NO' });
    expect(server.heard).toHaveLength(0);
  });

  it('never writes a request whose caller gave up while it waited for a socket', async () => {
    server.play((request) => (request.path === '/slow' ? 'HANG' : { status: 200 }));
    const client = clientOf(server.url, {}, 1);
    const holder = client.exchange({ method: 'POST', path: '/slow' }, callWithin(600));

    const waiting = await rejectionOf(client.exchange({ method: 'POST', path: '/waited' }, callWithin(100)));
    await rejectionOf(holder);
    await client.exchange({ method: 'POST', path: '/after' }, callWithin(5_000));

    expect(waiting).toMatchObject({ fault: 'TIMEOUT', recorded: 'NO' });
    expect(server.heard.map((request) => request.path)).toEqual(['/slow', '/after']);
  });

  it('gives up while a connection is still being made', async () => {
    // Accepts the TCP connection by the kernel's backlog only; TLS never begins.
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const client = clientOf(new URL(`https://127.0.0.1:${port}`));

    const error = await rejectionOf(post(client, 60));

    expect(error).toMatchObject({ fault: 'TIMEOUT', recorded: 'NO' });
    await client.close();
    silent.close();
  });

  it('stops reading an answer that is too large', async () => {
    server.play({ body: Buffer.alloc(5_000) });

    const error = await rejectionOf(post(clientOf(server.url, { maxResponseBytes: 1_000 })));

    expect(error).toMatchObject({ fault: 'MALFORMED', recorded: 'MAYBE' });
  });

  it('says nothing of path or payload in its errors', async () => {
    server.play({ status: 500, body: '990101198603120018' });

    const error = await rejectionOf(post(clientOf(server.url)));

    expect(String(error)).toBe('AgencyUnavailableError: court: HTTP 500');
  });
});
