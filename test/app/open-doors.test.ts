import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONAS } from '#app/personas.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

const ROOT = path.join(import.meta.dirname, '../..');

let house: ServedTestApp;

beforeAll(async () => {
  house = await serveTestApp();
});

afterAll(() => house.close());

const get = (address: string): Promise<Response> => fetch(new URL(address, house.url));

async function withDatabase(work: (client: pg.Client) => Promise<unknown>, url = house.app.databaseUrl): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

describe('health', () => {
  it('is live as long as it answers at all', async () => {
    const response = await get('/health/live');

    expect([response.status, await response.json()]).toEqual([200, { status: 'live' }]);
  });

  it('is ready with its database and every migration', async () => {
    const response = await get('/health/ready');

    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('is not ready while a migration is missing', async () => {
    await withDatabase((client) => client.query('UPDATE _prisma_migrations SET finished_at = NULL'));
    const response = await get('/health/ready');
    await withDatabase((client) => client.query('UPDATE _prisma_migrations SET finished_at = now()'));

    expect([response.status, await response.json()]).toEqual([503, { status: 'not-ready' }]);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('is live but not ready without its database, and says nothing of it', async () => {
    const lost = await serveTestApp();
    const url = new URL(lost.app.databaseUrl);
    const name = url.pathname.slice(1);
    url.pathname = '/postgres';
    await withDatabase((client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`), url.href);

    const ready = await fetch(`${lost.url}/health/ready`);
    const live = await fetch(`${lost.url}/health/live`);
    const query = await lost.post('window', { query: '{ agencies { code } }' });
    await lost.close();

    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not-ready' }]);
    expect(live.status).toBe(200);
    expect(await query.text()).not.toContain(name);
  });
});

describe('the contract', () => {
  it('is served as it lies in schema/', async () => {
    const folder = path.join(ROOT, 'schema');
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .toSorted();
    const response = await get('/schema.graphql');

    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n'));
    expect(files.length).toBeGreaterThan(3);
  });

  it('has its page of error codes, where every docUrl points', async () => {
    const response = await get('/docs/errors.md');
    const { data } = await house.run<{ personByResidentId: { userErrors: { docUrl: string }[] } }>(
      'window',
      '{ personByResidentId(residentId: "1") { userErrors { docUrl } } }',
    );
    const [page, anchor] = data.personByResidentId.userErrors[0]?.docUrl.split('#') ?? [];

    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(page).toBe('/docs/errors.md');
    expect(await response.text()).toContain(`<a id="${anchor}"></a>`);
  });
});

describe('the explorer', () => {
  async function pageAndAssets(): Promise<readonly { address: string; type: string; text: string }[]> {
    const page = await (await get('/explorer')).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    const assets = await Promise.all(
      addresses.map(async (address) => {
        const response = await get(address);
        expect(`${response.status} ${address}`).toBe(`200 ${address}`);
        return { address, type: response.headers.get('content-type') ?? '', text: await response.text() };
      }),
    );
    return [{ address: '/explorer', type: 'text/html; charset=utf-8', text: page }, ...assets];
  }

  it('comes with everything it loads, each as what it is', async () => {
    const loaded = await pageAndAssets();

    expect(loaded.length).toBeGreaterThanOrEqual(7);
    for (const { address, type, text } of loaded) {
      const kind = { '.js': 'javascript', '.css': 'css' }[path.extname(address)] ?? 'html';
      expect(`${address} ${type}`).toBe(`${address} text/${kind}; charset=utf-8`);
      expect(text.length).toBeGreaterThan(100);
    }
  });

  it('loads nothing from elsewhere', async () => {
    for (const { address, text } of await pageAndAssets()) {
      const outside = [
        ...text.matchAll(/(?:src|href|action)\s*=\s*["']?(?:https?:)?\/\/[^\s"'>]+/g),
        ...text.matchAll(/url\(\s*["']?(?:https?:)?\/\/[^)]+\)/g),
        ...text.matchAll(/@import\s+[^;]+;/g),
        ...text.matchAll(
          /(?:fetch|import|importScripts|Worker|EventSource|WebSocket)\(\s*["'`](?:https?|wss?):[^)]*\)/g,
        ),
        ...text.matchAll(/\.(?:src|href)\s*=\s*["'`](?:https?:)?\/\/[^"'`]+/g),
      ].map(([found]) => found.slice(0, 120));

      expect({ address, outside }).toEqual({ address, outside: [] });
    }
  });

  it('tells the browser to load nothing from elsewhere either', async () => {
    const policy = (await get('/explorer')).headers.get('content-security-policy') ?? '';
    const sources = new Map(
      policy.split(';').map((directive) => [directive.trim().split(' ')[0], directive.trim().split(' ').slice(1)]),
    );

    expect(sources.get('default-src')).toEqual(["'self'"]);
    expect(sources.get('frame-ancestors')).toEqual(["'none'"]);
    expect(sources.get('base-uri')).toEqual(["'none'"]);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    // Scripts fall back to default-src: inline ones do not run.
    expect(sources.has('script-src')).toBe(false);
  });

  it('offers examples that work as they stand', async () => {
    const examples = (await (await get('/explorer/examples')).json()) as string[];
    const answers = await Promise.all(
      examples.map(async (query) => {
        const response = await house.post('window', {
          query,
          variables: query.includes('$key') ? { key: randomUUID() } : {},
        });
        return (await response.json()) as { data?: Record<string, { userErrors?: unknown[] }>; errors?: unknown[] };
      }),
    );

    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect(Object.values(data ?? {}).flatMap(({ userErrors = [] }) => userErrors)).toEqual([]);
    }
  });

  it('offers every persona of the demonstration with a token that works', async () => {
    const personas = (await (await get('/explorer/personas')).json()) as { name: string; token: string }[];
    const roles = await Promise.all(
      personas.map(async ({ token }) => {
        const response = await fetch(`${house.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: '{"query":"{ viewer { role } }"}',
        });
        return ((await response.json()) as { data: { viewer: { role: string } } }).data.viewer.role;
      }),
    );

    expect(personas.length).toBe(Object.keys(PERSONAS).length);
    expect(new Set(roles)).toEqual(
      new Set(['WINDOW', 'MEDIATOR', 'TOWNSHIP', 'SUPERVISOR', 'WORKER', 'OPERATOR', 'AUDITOR', 'AGENCY', 'PARTNER']),
    );
  });
});

describe('every answer', () => {
  it.each([
    '/health/live',
    '/schema.graphql',
    '/explorer',
    '/explorer/assets/explorer.js',
    '/docs/errors.md',
    '/nowhere',
  ])('%s is taken for nothing else than it says it is', async (address) => {
    expect((await get(address)).headers.get('x-content-type-options')).toBe('nosniff');
  });
});
