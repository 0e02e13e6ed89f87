import type { AboutPerson, LedgerStore } from '#domain/access/ledger-stores.ts';
import type { LedgerAnchor as AnchorRow, LedgerEntry as EntryRow, Prisma } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { type JsonRow, readJsonRow } from '#store/json-rows.ts';
import { ENTRY_COLUMNS, toAnchor, toEntry, toVerification } from '#store/ledger/ledger-rows.ts';
import { readLinkGroups } from '#store/link-groups.ts';
import { readPage } from '#store/paging.ts';

/** Of the column's type. */
const LAST_PLACE = 2 ** 31 - 1;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What of the ledger is read, by people and by the verification. */
export function createAccessLedgerStore(db: Connection): LedgerStore {
  return {
    async aboutPerson(personId, page) {
      const group = await linkedWith(db, personId);
      return readPage(
        page,
        ({ take, cursorId }) => newestAbout(db, group, cursorId ?? HIGHEST_ID, take),
        async (cap) => (await newestAbout(db, group, HIGHEST_ID, cap)).length,
        (row) => toAboutPerson(row, group),
      );
    },
    async findAboutPerson(personId, id) {
      const group = await linkedWith(db, personId);
      const [row] = await newestAbout(db, group, idAfter(id), 1);
      return row?.id === id ? toAboutPerson(row, group) : undefined;
    },
    async find(id) {
      const row = await db.ledgerEntry.findUnique({ where: { id } });
      return row ? toEntry(row) : undefined;
    },
    list({ personId, caseId, viewer, from, to }, page) {
      const where: Prisma.LedgerEntryWhereInput = {
        ...(personId !== undefined && { personId }),
        ...(caseId !== undefined && { caseId }),
        ...(viewer !== undefined && { viewerSubject: viewer }),
        // Ids sort by time, so that every index that ends in them serves a span as well.
        ...((from ?? to) && { id: { ...(from && { gte: lowestIdAt(from) }), ...(to && { lt: lowestIdAt(to) }) } }),
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.ledgerEntry.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
          }),
        (cap) => db.ledgerEntry.count({ where, take: cap }),
        toEntry,
      );
    },

    async streams() {
      const rows = await db.ledgerStream.findMany({ orderBy: { id: 'asc' } });
      const known = new Set(rows.map(({ id }) => id));
      // From one stream to the next by the index: the table may have millions of rows.
      const written = await db.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE next AS (
          (SELECT stream_id FROM ledger_entry ORDER BY stream_id LIMIT 1)
          UNION ALL
          SELECT (SELECT stream_id FROM ledger_entry WHERE stream_id > next.stream_id ORDER BY stream_id LIMIT 1)
            FROM next WHERE next.stream_id IS NOT NULL)
        SELECT stream_id::text AS id FROM next WHERE stream_id IS NOT NULL`;
      const strays = written.filter(({ id }) => !known.has(id));
      return [...rows, ...strays.map(({ id }) => ({ id, genesis: undefined }))];
    },
    async entriesAfter(streamId, sequence, limit) {
      const first = await db.ledgerEntry.findFirst({
        where: { streamId, sequence: { gt: sequence } },
        orderBy: { sequence: 'asc' },
        select: { sequence: true },
      });
      if (!first) return [];
      // A span instead of a limit: of a stream that has just grown the planner expects few rows, and would sort all that
      // follow for each page (a million entries took 67 s instead of 15).
      const rows = await db.ledgerEntry.findMany({
        where: { streamId, sequence: { gte: first.sequence, lte: Math.min(first.sequence + limit - 1, LAST_PLACE) } },
        orderBy: { sequence: 'asc' },
      });
      return rows.map(toEntry);
    },
    async compare(places) {
      const rows = await db.$queryRaw<{ streamId: string; sequence: number; hash: Uint8Array | null; last: number }[]>`
        SELECT p.stream_id::text AS "streamId", p.sequence,
               CASE WHEN p.sequence = 0 THEN s.genesis ELSE e.hash END AS hash, coalesce(l.sequence, 0) AS last
          FROM unnest(${places.map(({ streamId }) => streamId)}::uuid[], ${places.map(({ sequence }) => sequence)}::int[])
               AS p(stream_id, sequence)
          LEFT JOIN ledger_stream s ON s.id = p.stream_id
          LEFT JOIN ledger_entry e ON e.stream_id = p.stream_id AND e.sequence = p.sequence
          LEFT JOIN LATERAL (SELECT sequence FROM ledger_entry WHERE stream_id = p.stream_id
                              ORDER BY sequence DESC LIMIT 1) l ON true
         WHERE s.id IS NOT NULL OR l.sequence IS NOT NULL`;
      return rows.map(({ hash, ...row }) => ({ ...row, hash: hash ?? undefined }));
    },

    async keepAnchor({ streamId, sequence, hash, at, algorithm, signature }) {
      await db.ledgerAnchor.createMany({
        data: [{ streamId, sequence, hash: bytes(hash), at, algorithm, signature: bytes(signature) }],
        // Kept by a try whose answer was lost.
        skipDuplicates: true,
      });
    },
    async anchorsAfter(place, limit) {
      const rows = await db.$queryRaw<AnchorRow[]>`
        SELECT stream_id::text AS "streamId", sequence, hash, at, algorithm, signature FROM ledger_anchor
         WHERE (stream_id, sequence) > (${place?.streamId ?? LOWEST_ID}::uuid, ${place?.sequence ?? -1}::int)
         ORDER BY stream_id, sequence LIMIT ${limit}`;
      return rows.map(toAnchor);
    },

    async keepVerification({ findings, fileAnchors = null, ...verification }) {
      const data = { ...verification, fileAnchors, findings: findings.map((finding) => ({ ...finding })) };
      await db.ledgerVerification.create({ data });
    },
    async lastVerification() {
      const row = await db.ledgerVerification.findFirst({ orderBy: { startedAt: 'desc' } });
      return row ? toVerification(row) : undefined;
    },
  };
}

async function linkedWith(db: Connection, personId: string): Promise<readonly string[]> {
  return (await readLinkGroups(db, [personId])).get(personId) ?? [personId];
}

function toAboutPerson(row: EntryRow, group: readonly string[]): AboutPerson {
  return { ...toEntry(row), own: row.personId !== null && group.includes(row.personId) };
}

/** A page from each entry of the person and each of their cases, and the newest of all these. */
async function newestAbout(
  db: Connection,
  group: readonly string[],
  before: string,
  limit: number,
): Promise<readonly EntryRow[]> {
  const people = [...group];
  const rows = await db.$queryRaw<{ entry: JsonRow }[]>`
    WITH found AS (
      SELECT e.id, e AS entry FROM unnest(${people}::uuid[]) AS p(id) CROSS JOIN LATERAL (
        SELECT * FROM ledger_entry WHERE person_id = p.id AND id < ${before}::uuid ORDER BY id DESC LIMIT ${limit}) e
      UNION ALL
      SELECT e.id, e FROM "case" c CROSS JOIN LATERAL (
        SELECT * FROM ledger_entry WHERE case_id = c.id AND id < ${before}::uuid ORDER BY id DESC LIMIT ${limit}) e
       WHERE c.applicant_id = ANY(${people}::uuid[]))
    SELECT row_to_json(entry) AS entry FROM (SELECT DISTINCT ON (id) id, entry FROM found ORDER BY id DESC LIMIT ${limit}) f
     ORDER BY id DESC`;
  return rows.map(({ entry }) => readJsonRow<EntryRow>(ENTRY_COLUMNS, entry));
}

/** The least UUID v7 of that millisecond. */
function lowestIdAt(at: Date): string {
  const milliseconds = Math.min(Math.max(at.getTime(), 0), 2 ** 48 - 1);
  return uuidOf(BigInt(milliseconds) << 80n);
}

function idAfter(id: string): string {
  return uuidOf(BigInt(`0x${id.replaceAll('-', '')}`) + 1n);
}

function uuidOf(number: bigint): string {
  return number
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function bytes(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(value);
}
