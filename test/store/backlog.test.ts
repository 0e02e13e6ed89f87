import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBacklog } from '#store/operations/read-backlog.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';

const NOW = new Date('2026-03-02T02:00:00Z');
let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());

const backlog = async () => (await readBacklog(house.app.database.prisma, NOW)).backlog;

async function addFile(status: string): Promise<string> {
  const id = crypto.randomUUID();
  await house.app.database.prisma.$executeRaw`
    INSERT INTO feed_file (id, agency_code, feed, name, encoding, status, columns, found_at)
    VALUES (${id}::uuid, 'hr-bureau', 'insurance', 'a.csv', 'utf-8', ${status}, '{}', now() - interval '1 hour')`;
  return id;
}

describe('what waits in the tables', () => {
  it('is nothing of an empty house', async () => {
    expect(await backlog()).toMatchObject({
      feedFiles: [],
      reconciliationsDue: [],
      differences: [],
      webhooksDisabled: [],
      matchReviews: 0,
      quarantinedRows: 0,
    });
  });

  it('counts rows in quarantine while they are open, and files until they are done', async () => {
    const { prisma } = house.app.database;
    const done = await addFile('DONE');
    await addFile('HALTED');
    for (const [index, status] of ['OPEN', 'OPEN', 'CORRECTED', 'DISCARDED'].entries())
      await prisma.$executeRaw`
        INSERT INTO quarantined_row (id, feed_file_id, row_number, field, reason, raw_sealed, status)
        VALUES (gen_random_uuid(), ${done}::uuid, ${index + 1}, '', 'BAD_FORM', '\\x00', ${status})`;

    const found = await backlog();

    expect(found.quarantinedRows).toBe(2);
    expect(found.feedFiles).toMatchObject([{ agency: 'hr-bureau', status: 'HALTED', count: 1 }]);
    expect(found.feedFiles[0]?.oldestSeconds).toBeGreaterThan(3_500);
  });

  it('counts days that are due and differences that are open, by agency', async () => {
    const { prisma } = house.app.database;
    for (const [day, status] of [
      [1, 'DUE'],
      [2, 'DUE'],
      [3, 'AGREED'],
    ] as const)
      await prisma.$executeRaw`
        INSERT INTO reconciliation_run (id, agency_code, day, requested_by, requested_at, status, attempts)
        VALUES (gen_random_uuid(), 'court', make_date(2026, 3, ${day}::int), 'clock', now(), ${status}, ${day}::int)`;
    for (const [key, state] of [
      ['oe-1', 'OPEN'],
      ['oe-2', 'RESOLVED'],
    ] as const)
      await prisma.$executeRaw`
        INSERT INTO reconciliation_item (id, agency_code, day, kind, key, theirs_count, owner, state, opened_at,
                                         last_seen_at, last_run_id)
        VALUES (gen_random_uuid(), 'court', '2026-03-01', 'DOUBLE', ${key}, 2, 'AGENCY', ${state}, now(), now(),
                gen_random_uuid())`;

    const found = await backlog();

    expect(found.reconciliationsDue).toMatchObject([{ agency: 'court', count: 2, attempts: 2 }]);
    expect(found.differences).toEqual([{ agency: 'court', owner: 'AGENCY', count: 1 }]);
  });

  it('counts endpoints that were disabled and not those that a person paused', async () => {
    const { prisma } = house.app.database;
    for (const state of ['DISABLED', 'PAUSED', 'ACTIVE'])
      await prisma.$executeRaw`
        INSERT INTO webhook_endpoint (id, agency_code, url, event_types, state, created_by, created_at)
        VALUES (gen_random_uuid(), 'court', 'https://court.example/', '{}', ${state}, 'somebody', now())`;

    expect((await backlog()).webhooksDisabled).toEqual([{ agency: 'court', count: 1 }]);
  });
});
