import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { type PersonaName, personaToken } from '#app/personas.ts';
import { createOpsSessions } from '#app/queue-board/ops-session.ts';
import { demoSecrets } from '#app/secrets.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { openQueueBoard } from '#jobs/queue/open-queue-board.ts';
import { serveTestApp, type ServedTestApp } from '../support/serve-test-app.ts';

const ID = '01990000-0000-7000-8000-00000000000a';
/** Both where the run has a Redis. */
const BACKENDS = [undefined, process.env['REDIS_URL']].filter((url, index) => index === 0 || url !== undefined);

describe.each(BACKENDS)('the queue board (Redis: %s)', (redisUrl) => {
  let house: ServedTestApp;
  let opened = 0;

  beforeAll(async () => {
    house = await serveTestApp({
      doors: (app) => ({
        queueBoard: {
          authenticate: createAuthenticate(demoSecrets()),
          secrets: demoSecrets(),
          secure: true,
          open() {
            opened += 1;
            return openQueueBoard({ ...place(app.databaseUrl), names: ['inbox'], connections: 3 });
          },
        },
      }),
    });
    const queues = openJobQueues({ ...place(house.app.databaseUrl), workers: 0 });
    await queues.add('inbox', [{ name: 'apply-inbound-message', id: `i-${ID}`, data: { id: ID } }]);
    await queues.close();
  });
  afterAll(async () => {
    const { prefix } = place(house.app.databaseUrl);
    await house.close();
    if (!redisUrl) return;
    const redis = new Redis(redisUrl);
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
  });

  const place = (databaseUrl: string) => ({
    databaseUrl,
    redisUrl,
    prefix: `board-${new URL(databaseUrl).pathname.slice(1)}`,
    onError: () => {},
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${house.url}${path}`, { headers, redirect: 'manual' });

  const bearer = async (as: PersonaName) => ({ authorization: `Bearer ${await personaToken(as)}` });

  const signIn = async (as: PersonaName, headers: Record<string, string>): Promise<Response> =>
    fetch(`${house.url}/ops/session`, {
      method: 'POST',
      body: new URLSearchParams({ token: await personaToken(as) }),
      headers,
      redirect: 'manual',
    });

  it('holds no connection until an operator looks', async () => {
    expect((await get('/ops')).status).toBe(200);
    expect((await get('/ops/queues/api/queues')).status).toBe(401);
    expect((await get('/ops/queues/api/queues', await bearer('window'))).status).toBe(401);
    expect((await get('/ops/queues', { accept: 'text/html' })).headers.get('location')).toBe('/ops');

    expect(opened).toBe(0);
  });

  it('lets an operator in with a cookie that no script and no other site can use', async () => {
    const answer = await signIn('operator', { origin: house.url });
    const cookie = answer.headers.get('set-cookie') ?? '';

    const page = await get('/ops/queues', { cookie: cookie.split(';')[0] ?? '', accept: 'text/html' });

    expect(answer.status).toBe(303);
    expect(cookie).toMatch(/; Path=\/ops; HttpOnly; SameSite=Strict; Secure; Max-Age=1800$/);
    expect(page.status).toBe(200);
  });

  it.each([
    ['another role', 'window', { 'sec-fetch-site': 'same-origin' }, 401],
    ['another site', 'operator', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another origin', 'operator', { origin: 'https://elsewhere.example' }, 403],
    ['nobody knows where', 'operator', {}, 403],
  ] as const)('refuses a sign-in from %s', async (_from, as, headers, status) => {
    const answer = await signIn(as, headers);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('takes no session that was signed with another key, and no access token for one', async () => {
    const foreign = await createOpsSessions(
      { ...demoSecrets(), sealing: { ...demoSecrets().sealing, indexKey: new Uint8Array(32) } },
      true,
    ).begin('x');

    for (const cookie of [foreign.split(';')[0] ?? '', `onedoor_ops=${await personaToken('operator')}`])
      expect((await get('/ops/queues/api/queues', { cookie })).status).toBe(401);
  });

  it('shows what waits, with ids and nothing else in it', async () => {
    const answer = await get(
      '/ops/queues/api/queues?activeQueue=inbox&status=waiting&page=1',
      await bearer('operator'),
    );
    const { queues } = (await answer.json()) as {
      queues: { name: string; readOnlyMode: boolean; counts: { waiting: number }; jobs: { data: object }[] }[];
    };

    expect(answer.status).toBe(200);
    expect(queues).toMatchObject([
      { name: 'inbox', readOnlyMode: true, counts: { waiting: 1 }, jobs: [{ data: { id: ID } }] },
    ]);
  });

  it.each(['PUT', 'POST', 'DELETE', 'PATCH'])('changes nothing by %s', async (method) => {
    for (const path of [
      '/ops/queues/api/queues/inbox/pause',
      `/ops/queues/api/queues/inbox/i-${ID}/clean`,
      '/ops/queues/api/queues/inbox/empty',
    ]) {
      const answer = await fetch(`${house.url}${path}`, { method, headers: await bearer('operator') });
      expect([404, 405], path).toContain(answer.status);
    }
  });

  it('asks for nothing outside the house', async () => {
    const page = await get('/ops/queues', await bearer('operator'));
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, part]) => part ?? '');

    expect(parts.length).toBeGreaterThan(3);
    expect(`${html}${await (await get('/ops')).text()}`).not.toMatch(/https?:\/\//);
    const styles: string[] = [];
    for (const part of parts) {
      const answer = await get(`/ops/queues/${part}`, await bearer('operator'));
      expect(answer.status, part).toBe(200);
      if (part.endsWith('.css')) styles.push(await answer.text());
    }
    expect(styles.length).toBeGreaterThan(0);
    expect(styles.join('\n')).not.toMatch(/url\(["']?(https?:)?\/\/|@import/);
    // Scripts hold addresses in texts (name spaces, links to their makers); the policy keeps them from asking.
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/https?:/);
  });
});
