import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '#app/doctor/check.ts';
import { examineHouse } from '#app/doctor/examine-house.ts';
import { tableOf } from '#app/ops/doctor.ts';
import { type Env, readEnv } from '#app/read-env.ts';
import { createLogger } from '#platform/logger.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/test-database.ts';
import { changeKey, TRIAL } from '../../usecases/partners/support/partner-keys.ts';
import { type FakeRedis, startFakeRedis } from './support/fake-redis.ts';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
/** When the notices of this year and the next are out. */
const NOW = new Date();

describe('the doctor', () => {
  let house: TestApp;
  const behind: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    house = await buildTestApp();
  });
  afterEach(async () => {
    for (const leave of behind.splice(0).toReversed()) await leave();
    await house.app.database.prisma.$executeRaw`TRUNCATE running_process, webhook_verdict_count`;
  });
  afterAll(() => house.close());

  const settings = (more: Record<string, string> = {}): Env => readEnv({ ONEDOOR_MODE: 'demo', ...more });

  async function examine(env: Env = settings(), databaseUrl = house.app.databaseUrl, now = () => new Date()) {
    const reports = await examineHouse({
      env,
      log: createLogger('silent', 'test'),
      openDatabase: async () => databaseUrl,
      now,
    });
    return (name: string): Report | undefined => reports.find((report) => report.name === name);
  }

  async function processes(role: string, connections: number): Promise<void> {
    await house.app.database.prisma.$executeRaw`
      INSERT INTO running_process (id, role, host, pid, database_connections, started_at, seen_at)
      VALUES (gen_random_uuid(), ${role}, 'here', 1, ${connections}, now(), now())`;
  }

  async function verdict(agency: string, found: string, at: string): Promise<void> {
    await house.app.database.prisma.$executeRaw`
      INSERT INTO webhook_verdict_count (agency_code, verdict, count, last_at)
      VALUES (${agency}, ${found}, 3, ${new Date(at)})`;
  }

  it('finds nothing to mend in a house that is well', async () => {
    await processes('gateway', 11);
    await processes('worker', 25);

    const found = await examine();

    for (const name of [
      'node',
      'settings',
      'secrets',
      'time-zone',
      'database',
      'encoding',
      'migrations',
      'connections',
    ])
      expect(found(name), name).toMatchObject({ state: 'OK' });
    for (const name of ['queue', 'clock-database', 'keys', 'data-keys', 'worker', 'gateway', 'outbox', 'clocks'])
      expect(found(name), name).toMatchObject({ state: 'OK' });
  });

  it('names an identity provider that does not answer, and says when nobody can sign in', async () => {
    const env = settings();
    const { demoTokenKey: _public, ...secrets } = env.secrets;
    const issuer = { issuer: 'https://id.example', audience: 'onedoor', jwksUrl: 'http://127.0.0.1:9/jwks' };

    expect((await examine({ ...env, secrets: { ...secrets, issuers: [issuer] } }))('issuers')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('https://id.example') },
      mend: { en: expect.stringContaining('jwksUrl') },
    });
    expect((await examine({ ...env, secrets }))('issuers')).toMatchObject({ state: 'WARNING' });
    expect((await examine(env))('issuers')).toMatchObject({ state: 'OK' });
  });

  it('names partner keys that are about to end', async () => {
    const made = await changeKey(house, 'court', 'createPartnerKey', { ...TRIAL, lifeDays: 14 });
    behind.push(async () => {
      await house.app.database.prisma.partnerKey.deleteMany();
    });

    expect(made.userErrors).toEqual([]);
    expect((await examine())('partner-keys')).toMatchObject({
      state: 'WARNING',
      says: { en: expect.stringContaining('court 联调 (13 d)') },
    });
  });

  it('names a database that lacks its tables, and leaves out what rests on them', async () => {
    const empty = await createEmptyDatabase();
    behind.push(() => empty.drop());

    const found = await examine(settings(), empty.url);

    expect(found('migrations')).toMatchObject({
      state: 'FAULT',
      mend: { en: expect.stringContaining('npm run migrate') },
    });
    expect(found('queue')).toMatchObject({
      state: 'WARNING',
      mend: { en: expect.stringContaining('npm run migrate') },
    });
    expect(found('calendar')).toBeUndefined();
  });

  it('names a calendar that is missing', async () => {
    const unseeded = await createTestDatabase();
    behind.push(() => unseeded.drop());

    const found = await examine(settings(), unseeded.url);

    expect(found('calendar')).toMatchObject({ state: 'FAULT', mend: { en: expect.stringContaining('npm run seed') } });
    expect(found('keys')).toMatchObject({ state: 'OK' });
  });

  it('names the notice of a year that has begun without one', async () => {
    const found = await examine(settings(), house.app.databaseUrl, () => new Date('2031-01-05T02:00:00Z'));

    expect(found('calendar')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('2031') },
      mend: { en: expect.stringContaining('npm run calendar -- import') },
    });
  });

  it('names clocks that differ', async () => {
    const found = await examine(settings(), house.app.databaseUrl, () => new Date(Date.now() - 90_000));

    expect(found('clock-database')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('90.0 s behind') },
      mend: { en: expect.stringContaining('chronyc') },
    });
  });

  it('names too few connections, and how many it takes', async () => {
    await processes('worker', 5_000);

    const found = await examine();

    expect(found('connections')).toMatchObject({
      state: 'FAULT',
      mend: { en: expect.stringMatching(/max_connections = 50\d\d/) },
    });
  });

  it('names a sealing key and an index key that are not those of this database', async () => {
    const env = settings();
    const { sealing } = env.secrets;
    const otherSeal = { ...sealing, keys: new Map([['demo', randomBytes(32)]]) };
    const otherIndex = { ...sealing, indexKey: randomBytes(32) };

    const sealed = await examine({ ...env, secrets: { ...env.secrets, sealing: otherSeal } });
    const indexed = await examine({ ...env, secrets: { ...env.secrets, sealing: otherIndex } });

    const mend = { en: expect.stringContaining('ONEDOOR_SECRET_FILE') };
    expect(sealed('keys')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('sealing key') },
      mend,
    });
    expect(indexed('keys')).toMatchObject({ state: 'FAULT', says: { en: expect.stringContaining('index key') }, mend });
    expect(sealed('data-keys')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('(demo)') },
      mend,
    });
    expect(indexed('data-keys')).toMatchObject({ state: 'FAULT', mend });
  });

  it('names an agency that refuses our credentials and one that is not there', async () => {
    const court = await answering(401);
    behind.push(court.close);
    const gone = await answering(200);
    await gone.close();

    const found = await examine(
      settings({ COURT_URL: court.url, COURT_WEBHOOK_SECRETS: SECRET, HR_BUREAU_URL: gone.url }),
    );

    expect(found('agency-court')).toMatchObject({ state: 'FAULT', says: { en: 'refuses our credentials' } });
    expect(found('agency-hr-bureau')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('CONNECT') },
      mend: { en: expect.stringContaining('$HR_BUREAU_URL') },
    });
    expect(found('agency-township')).toBeUndefined();
  });

  it('names a webhook secret that is not the agency’s', async () => {
    const court = settings({ COURT_URL: 'http://127.0.0.1:9', COURT_WEBHOOK_SECRETS: SECRET });
    await verdict('court', 'GENUINE', '2026-03-01T00:00:00Z');
    await verdict('court', 'BAD_SIGNATURE', '2026-03-02T00:00:00Z');

    const found = await examine(court);

    expect(found('webhook-secret-court')).toMatchObject({
      state: 'FAULT',
      mend: { en: expect.stringContaining('COURT_WEBHOOK_SECRETS') },
    });
  });

  it('does not mind a forged message when the agency’s own came after it', async () => {
    await verdict('court', 'BAD_SIGNATURE', '2026-03-01T00:00:00Z');
    await verdict('court', 'GENUINE', '2026-03-02T00:00:00Z');

    const found = await examine(settings({ COURT_URL: 'http://127.0.0.1:9', COURT_WEBHOOK_SECRETS: SECRET }));

    expect(found('webhook-secret-court')).toMatchObject({ state: 'OK' });
  });

  it('names webhook secrets that were not set', async () => {
    const found = await examine(settings({ COURT_URL: 'http://127.0.0.1:9' }));

    expect(found('webhook-secret-court')).toMatchObject({
      state: 'WARNING',
      mend: { en: expect.stringContaining('COURT_WEBHOOK_SECRETS') },
    });
  });

  it('names processes that do not run', async () => {
    const found = await examine();

    expect(found('worker')).toMatchObject({ state: 'FAULT', mend: { en: expect.stringContaining('npm run worker') } });
    expect(found('gateway')).toMatchObject({
      state: 'FAULT',
      mend: { en: expect.stringContaining('npm run gateway') },
    });
  });

  it('names demonstration keys in production', async () => {
    const demo = settings({
      COURT_WEBHOOK_SECRETS: `whsec_${Buffer.from('onedoor-sandbox-court').toString('base64')}`,
    });

    const found = await examine({ ...demo, ONEDOOR_MODE: 'production' });

    expect(found('secrets')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringMatching(/ONEDOOR_SECRET_FILE, COURT_WEBHOOK_SECRETS/) },
    });
  });

  it.each([
    ['evicts', { maxmemory_policy: 'allkeys-lru', aof_enabled: '1' }, 'FAULT', /noeviction/],
    ['keeps no file', { maxmemory_policy: 'noeviction', aof_enabled: '0' }, 'WARNING', /appendonly yes/],
  ] as const)('names a Redis that %s', async (_what, info, state, mend) => {
    const redis = await fakeRedis(info);

    const found = await examine(settings({ REDIS_URL: redis.url }));

    expect(found('queue')).toMatchObject({ state, mend: { en: expect.stringMatching(mend) } });
    expect(found('clock-redis')).toMatchObject({ state: 'OK' });
  });

  it('names a Redis whose clock is another', async () => {
    const redis = await fakeRedis({ maxmemory_policy: 'noeviction', aof_enabled: '1' }, 60_000);

    const found = await examine(settings({ REDIS_URL: redis.url }));

    expect(found('queue')).toMatchObject({ state: 'OK' });
    expect(found('clock-redis')).toMatchObject({
      state: 'FAULT',
      says: { en: expect.stringContaining('behind Redis') },
    });
  });

  it('names a Redis and a database that are not there', async () => {
    const gone = await answering(200);
    await gone.close();
    const { port } = new URL(gone.url);

    const found = await examine(
      settings({ REDIS_URL: `redis://127.0.0.1:${port}` }),
      `postgresql://nobody@127.0.0.1:${port}/none`,
    );

    expect(found('queue')).toMatchObject({ state: 'FAULT', mend: { en: expect.stringContaining('redis-cli') } });
    expect(found('database')).toMatchObject({ state: 'FAULT', mend: { en: expect.stringContaining('DATABASE_URL') } });
  });

  it('says every fault with its mend in both languages, and no secret', async () => {
    const reports = await examineHouse({
      env: settings({ COURT_URL: 'http://127.0.0.1:9', COURT_WEBHOOK_SECRETS: SECRET }),
      log: createLogger('silent', 'test'),
      openDatabase: async () => house.app.databaseUrl,
      now: () => NOW,
    });

    const table = tableOf(reports);
    const faults = reports.filter(({ state }) => state !== 'OK');

    expect(faults.length).toBeGreaterThan(1);
    expect(table.match(/→/g)).toHaveLength(faults.length * 2);
    expect(table).not.toContain(SECRET.slice(6));
    expect(table).not.toContain(new URL(house.app.databaseUrl).password || 'postgresql://');
  });

  async function fakeRedis(info: Record<string, string>, aheadMs = 0): Promise<FakeRedis> {
    const redis = await startFakeRedis(info, aheadMs);
    behind.push(redis.close);
    return redis;
  }
});

/** An agency that answers everything with one status. */
async function answering(status: number): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
