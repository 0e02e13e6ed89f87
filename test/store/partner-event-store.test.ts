import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { NewPartnerEvent } from '#domain/partners/partner-event.ts';
import { type Connection, type Database, openDatabase } from '#store/database.ts';
import { createPartnerEventStore, partnerEventRow } from '#store/partner-event-store.ts';
import { insertion, writeTogether } from '#store/write-together.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const COURT = agencyCode('court');
const ALL = { kind: 'ALL' } as const;

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, 8, () => undefined);
});

beforeEach(async () => {
  await db.prisma.$executeRaw`TRUNCATE partner_event, partner_log RESTART IDENTITY`;
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

const event = (sequence: number, of: Partial<NewPartnerEvent> = {}): NewPartnerEvent => ({
  agencyCode: COURT,
  roles: ['COURT_FILING'],
  type: 'REFERRAL_RECEIVED',
  caseId: randomUUID(),
  sequence,
  deleted: false,
  occurredAt: new Date('2026-03-02T02:00:00Z'),
  ...of,
});

const insertPartnerEvents = (connection: Connection, events: readonly NewPartnerEvent[]) =>
  writeTogether(connection, [insertion('partner_event', events.map(partnerEventRow))], []);
const write = (...sequences: readonly number[]) =>
  insertPartnerEvents(
    db.prisma,
    sequences.map((sequence) => event(sequence)),
  );
const place = (limit = 100) => db.prisma.$transaction((tx) => createPartnerEventStore(tx).placeNext(limit));
const log = () => createPartnerEventStore(db.prisma);

async function page(after?: bigint, first = 100) {
  const read = await log().read(ALL, { first, after });
  if (read === 'EXPIRED') throw new Error('the cursor has expired');
  return { ...read, sequences: read.items.map(({ sequence }) => sequence) };
}

/** A writer that has written and waits before it commits. */
async function openWriter(sequence: number): Promise<{ commit(): Promise<void> }> {
  const written = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const done = db.prisma.$transaction(
    async (tx: Connection) => {
      await insertPartnerEvents(tx, [event(sequence)]);
      written.resolve();
      await mayCommit.promise;
    },
    { timeout: 20_000 },
  );
  await Promise.race([written.promise, done]);
  return {
    async commit() {
      mayCommit.resolve();
      await done;
    },
  };
}

describe('the event log', () => {
  it('shows an event once it has its place, in the order in which it was written', async () => {
    await write(1, 2, 3);
    expect((await page()).sequences).toEqual([]);

    await place();

    expect((await page()).sequences).toEqual([1, 2, 3]);
  });

  it('hides nothing from a reader who has passed events that were committed earlier but written later', async () => {
    const early = await openWriter(1);
    const late = await openWriter(2);
    await late.commit();
    await place();
    const first = await page();

    await early.commit();
    await place();
    const second = await page(first.cursor);

    expect(first.sequences).toEqual([2]);
    expect(second.sequences).toEqual([1]);
  });

  it('never shows what was not committed', async () => {
    const failing = db.prisma.$transaction(async (tx) => {
      await insertPartnerEvents(tx, [event(1)]);
      throw new Error('not after all');
    });
    await expect(failing).rejects.toThrow('not after all');

    await place();

    expect((await page()).sequences).toEqual([]);
  });

  it('lets a reader beside many writers and placers see each event once and none later than one it has passed', async () => {
    const writers = 8;
    const each = 12;
    const over = new AbortController();
    const placing = [0, 1].map(async () => {
      while (!over.signal.aborted) await place(7);
    });
    const seen: number[] = [];
    let cursor = 0n;
    const reading = (async () => {
      while (seen.length < writers * each) {
        const next = await page(cursor, 5);
        seen.push(...next.sequences);
        cursor = next.cursor;
      }
    })();

    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let turn = 0; turn < each; turn += 1) await (await openWriter(writer * each + turn)).commit();
      }),
    );
    await reading;
    over.abort();
    await Promise.all(placing);

    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: writers * each }, (_, at) => at));
    expect((await page(cursor)).sequences).toEqual([]);
  });

  it('gives a cursor that goes on also when there was nothing of the reader’s', async () => {
    await insertPartnerEvents(db.prisma, [event(1, { agencyCode: agencyCode('hr-bureau') })]);
    await place();

    const court = await log().read({ kind: 'AGENCY', agencyCode: COURT, roles: ['COURT_FILING'] }, { first: 10 });

    expect(court).toEqual({ items: [], hasNextPage: false, cursor: 1n });
  });

  it('shows an agency its own events only, and of those the ones of the viewer’s roles', async () => {
    await insertPartnerEvents(db.prisma, [
      event(1),
      event(2, { agencyCode: agencyCode('hr-bureau') }),
      event(3, { roles: ['COURT_MEDIATION'] }),
      event(4, { roles: ['COURT_MEDIATION', 'COURT_FILING'] }),
    ]);
    await place();

    const read = await log().read({ kind: 'AGENCY', agencyCode: COURT, roles: ['COURT_FILING'] }, { first: 10 });
    const none = await log().read({ kind: 'NOTHING' }, { first: 10 });

    expect(read).toMatchObject({ items: [{ sequence: 1 }, { sequence: 4 }] });
    expect(none).toMatchObject({ items: [] });
  });

  it('forgets after seven days, and says so to whoever comes with an older cursor', async () => {
    await write(1, 2);
    await place();
    const atTwo = (await page()).cursor;
    await db.prisma.$executeRaw`UPDATE partner_event SET written_at = written_at - interval '8 days'`;
    await write(3);
    await place();

    expect(await log().forget(7)).toBe(2);

    expect(await log().read(ALL, { first: 10, after: 1n })).toBe('EXPIRED');
    expect((await page(atTwo)).sequences).toEqual([3]);
    expect((await page()).sequences).toEqual([3]);
    expect(await log().forget(7)).toBe(0);
  });

  it('goes on counting when everything is forgotten', async () => {
    await write(1);
    await place();
    const { cursor } = await page();
    await db.prisma.$executeRaw`UPDATE partner_event SET written_at = written_at - interval '8 days'`;
    await log().forget(7);

    await write(2);
    await place();

    expect((await page(cursor)).sequences).toEqual([2]);
  });

  it('knows a cursor that was never given', async () => {
    await write(1);
    await place();

    expect(await log().read(ALL, { first: 10, after: 99n })).toBe('EXPIRED');
  });
});
