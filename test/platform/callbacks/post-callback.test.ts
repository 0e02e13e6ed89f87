import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type CallbackAnswer, postCallback } from '#platform/callbacks/post-callback.ts';
import { createTargetRules, type TargetRules } from '#platform/callbacks/target-rules.ts';

const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

/** A trap on loopback and how often anybody came. */
async function trap(): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const port = await serve((_request, response) => {
    hits += 1;
    response.end('caught');
  });
  return { port, hits: () => hits };
}

const BODY = new TextEncoder().encode('{"type":"ping"}');
const post = (url: string, rules: TargetRules, resolve?: (host: string) => Promise<readonly string[]>) =>
  postCallback(
    { url, headers: { 'content-type': 'application/json' }, body: BODY },
    { rules, resolve, timeoutMs: 2_000 },
  );

/** As in production, but for the port, so that only the address can be what keeps us out. */
const productionOn = (port: number) =>
  createTargetRules({ allowedNetworks: [], allowedPorts: [port], openLoopback: false });
const demo = createTargetRules({ allowedNetworks: [], allowedPorts: [], openLoopback: true });

describe('a callback never reaches what lies inside', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '[::ffff:127.0.0.1]',
    'a@127.0.0.1',
    'hooks.example.org@127.0.0.1',
    '0',
    'localhost',
  ])('by the spelling %s', async (host) => {
    const { port, hits } = await trap();

    for (const scheme of ['http', 'https'])
      expect(await post(`${scheme}://${host}:${port}/`, productionOn(port))).toEqual({ fault: 'BLOCKED' });

    expect(hits()).toBe(0);
  });

  it.each([
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['93.184.215.14', '127.0.0.1']],
    [['169.254.169.254']],
  ])('by a name that means %s', async (addresses) => {
    const { port, hits } = await trap();

    expect(await post(`https://hooks.example.org:${port}/`, productionOn(port), async () => addresses)).toEqual({
      fault: 'BLOCKED',
    });

    expect(hits()).toBe(0);
  });

  it('by a name that means something else once it was checked', async () => {
    const { port, hits } = await trap();
    const outside = '192.0.2.1';
    let asked = 0;
    // The documentation network stands for the outside, so that the test calls nobody.
    const rules = createTargetRules({ allowedNetworks: ['192.0.2.0/24'], allowedPorts: [port], openLoopback: false });
    const flips = async () => [(asked += 1) === 1 ? outside : '127.0.0.1'];

    const answer = await postCallback(
      { url: `https://hooks.example.org:${port}/`, headers: {}, body: BODY },
      { rules, resolve: flips, timeoutMs: 300 },
    );

    expect(answer).toHaveProperty('fault');
    expect(asked).toBe(1);
    expect(hits()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('by a redirect with %i', async (status) => {
    const { port, hits } = await trap();
    const door = await serve((_request, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end();
    });

    const answer = await post(`http://127.0.0.1:${door}/`, demo);

    expect(answer).toMatchObject({ status });
    expect(hits()).toBe(0);
  });
});

describe('a callback', () => {
  it('carries the bytes, the headers and the name it was registered under', async () => {
    let seen: object | undefined;
    const port = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { host, 'content-type': type } = request.headers;
        seen = { method: request.method, url: request.url, host, type, body: Buffer.concat(chunks).toString() };
        response.writeHead(204, { 'x-a': 'b' }).end();
      });
    });

    const answer = await post(`http://localhost:${port}/hook?x=1`, demo, async () => ['127.0.0.1']);

    expect(answer).toMatchObject({ status: 204, headers: { 'x-a': 'b' } });
    expect(seen).toEqual({
      method: 'POST',
      url: '/hook?x=1',
      host: `localhost:${port}`,
      type: 'application/json',
      body: '{"type":"ping"}',
    });
  });

  it('keeps the first four kibibytes of an answer without end', async () => {
    const port = await serve((request, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_024)));
        response.once('drain', write);
      };
      request.resume();
      write();
    });

    const answer = await post(`http://127.0.0.1:${port}/`, demo);

    expect('body' in answer && answer.body.byteLength).toBe(4_096);
  });

  it.each<[string, (port: number) => string, CallbackAnswer]>([
    ['nobody listens', () => 'http://127.0.0.1:1/', { fault: 'CONNECT' }],
    ['the name is unknown', () => 'https://hooks.example.org/', { fault: 'DNS' }],
    ['what answers speaks no TLS', (port) => `https://127.0.0.1:${port}/`, { fault: 'TLS' }],
  ])('says so when %s', async (_what, urlAt, expected) => {
    const { port } = await trap();
    const rules = createTargetRules({ allowedNetworks: [], allowedPorts: [443], openLoopback: true });

    expect(await post(urlAt(port), rules, async () => [])).toEqual(expected);
  });

  it('ends when the answer, or the name, does not come', async () => {
    const port = await serve((request) => void request.resume());
    const limits = { rules: demo, timeoutMs: 150 };
    const request = { headers: {}, body: BODY };

    expect(await postCallback({ ...request, url: `http://127.0.0.1:${port}/` }, limits)).toEqual({ fault: 'TIMEOUT' });
    expect(
      await postCallback(
        { ...request, url: 'http://localhost:1/' },
        { ...limits, resolve: () => new Promise(() => undefined) },
      ),
    ).toEqual({ fault: 'TIMEOUT' });
  });

  it('says so when the line breaks in the middle of the answer', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    });

    expect(await post(`http://127.0.0.1:${port}/`, demo)).toEqual({ fault: 'BROKEN' });
  });
});
