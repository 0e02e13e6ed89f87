import { createHash } from 'node:crypto';
import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import type { LedgerLine, LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import { canonicalLine, expectedStatus, type OurLine } from '#domain/reconciliation/our-line.ts';
import type { LedgerLineStore, LedgerSide } from '#domain/reconciliation/reconciliation-stores.ts';
import { endOfLocalDay, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { EffectStatus, ReferralStatus } from '#domain/referrals/referral.ts';
import { Prisma, type ReconciliationLine as LineRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';

const PAGE = 1_000;
const MOST_OTHER_DAYS = 10;

/** The id in a key of ours; null for a key that is none. */
const EFFECT_ID = Prisma.sql`CASE WHEN key ~ '^oe-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN substr(key, 4)::uuid END`;

/** Both sides lie in one table while they are compared, so that neither has to fit into memory. */
export function createLedgerLineStore(db: Connection): LedgerLineStore {
  return {
    async putDownOurs({ id, agencyCode, day }) {
      await db.reconciliationLine.deleteMany({ where: { runId: id, side: 'OURS' } });
      await db.$executeRaw`
        INSERT INTO reconciliation_line (run_id, side, key, position, kind, status, "references", referral_id, settling)
        SELECT run.id, 'OURS', 'oe-' || e.id, 0, e.kind, r.status, array_remove(ARRAY[r.agency_reference], NULL), r.id::text,
               EXISTS (SELECT 1 FROM effect later WHERE later.referral_id = r.id AND later.status = 'PENDING')
          FROM reconciliation_run run
          JOIN effect e ON e.agency_code = run.agency_code AND e.status = 'DELIVERED'
           AND e.finished_at >= ${startOfLocalDay(day)} AND e.finished_at < ${endOfLocalDay(day)}
           AND e.finished_at < run.started_at
          JOIN referral r ON r.id = e.referral_id
         WHERE run.id = ${id}::uuid AND run.agency_code = ${agencyCode}`;
    },
    async summarise({ id }, side) {
      const [digest, keyDigest] = [createHash('sha256'), createHash('sha256')];
      let count = 0;
      for await (const row of rowsOf(db, id, side)) {
        const status = side === 'OURS' ? toOurLine(row).status : (row.status as LedgerStatus);
        digest.update(`${canonicalLine(row.key, status, row.references[0])}\n`);
        keyDigest.update(`${row.key}\n`);
        count += 1;
      }
      return { count, digest: digest.digest('hex'), keyDigest: keyDigest.digest('hex') };
    },
    ours: ({ id }) => mapped(rowsOf(db, id, 'OURS'), toOurLine),
    theirs: ({ id }) => mapped(rowsOf(db, id, 'THEIRS'), toLedgerLine),
    async otherDays({ id, day }) {
      const rows = await db.$queryRaw<{ day: Date }[]>`
        WITH alone AS MATERIALIZED (
          SELECT a.key FROM reconciliation_line a
           WHERE a.run_id = ${id}::uuid AND a.side IN ('OURS', 'THEIRS')
             AND NOT EXISTS (
               SELECT 1 FROM reconciliation_line b WHERE b.run_id = a.run_id AND b.key = a.key
                  AND b.side = CASE a.side WHEN 'OURS' THEN 'THEIRS' ELSE 'OURS' END)
        ), known AS (
          SELECT e.id, e.finished_at FROM (SELECT ${EFFECT_ID} AS effect_id FROM alone) k JOIN effect e ON e.id = k.effect_id
        ), days AS (
          SELECT ${fromLocalDate(day)}::date + 1 AS day FROM alone
          UNION SELECT ${fromLocalDate(day)}::date - 1 FROM alone
          UNION SELECT (finished_at AT TIME ZONE 'Asia/Shanghai')::date FROM known
          UNION SELECT (a.started_at AT TIME ZONE 'Asia/Shanghai')::date FROM attempt a JOIN known ON known.id = a.effect_id)
        SELECT day FROM days
         WHERE day <> ${fromLocalDate(day)}::date AND day <= (now() AT TIME ZONE 'Asia/Shanghai')::date
         ORDER BY abs(day - ${fromLocalDate(day)}::date), day LIMIT ${MOST_OTHER_DAYS}`;
      return rows.map((row) => toLocalDate(row.day));
    },
    async forgetNearby({ id }) {
      await db.reconciliationLine.deleteMany({ where: { runId: id, side: 'NEARBY' } });
    },
    async keepNearby({ id }, lines) {
      await db.$executeRaw`
        INSERT INTO reconciliation_line (run_id, side, key, position, status, "references", referral_id)
        SELECT ${id}::uuid, 'NEARBY', l.key, before.lines + row_number() OVER (), l.status,
               ARRAY(SELECT jsonb_array_elements_text(l."references")), l."referralId"
          FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
                 AS l(key text, status text, "references" jsonb, "referralId" text),
               (SELECT count(*)::int AS lines FROM reconciliation_line
                 WHERE run_id = ${id}::uuid AND side = 'NEARBY') before
         WHERE EXISTS (SELECT 1 FROM reconciliation_line here
                        WHERE here.run_id = ${id}::uuid AND here.side IN ('OURS', 'THEIRS') AND here.key = l.key)`;
    },
    async nearby({ id }, keys) {
      const rows = await db.reconciliationLine.findMany({
        where: { runId: id, side: 'NEARBY', key: { in: [...keys] } },
        orderBy: { position: 'asc' },
      });
      const lines = Map.groupBy(rows, ({ key }) => key);
      return new Map([...lines].map(([key, found]) => [key, found.map(toLedgerLine)]));
    },
    async effects(agencyCode, keys) {
      const rows = await db.$queryRaw<{ key: string; referral_id: string; status: EffectStatus }[]>`
        SELECT k.key, e.referral_id::text, e.status
          FROM (SELECT key, ${EFFECT_ID} AS effect_id FROM unnest(${[...keys]}::text[]) AS key) k
          JOIN effect e ON e.id = k.effect_id AND e.agency_code = ${agencyCode}`;
      return new Map(rows.map((row) => [row.key, { referralId: row.referral_id, status: row.status }]));
    },
  };
}

/** A page at a time in the order of keys; the column is collated as programs compare texts. */
async function* rowsOf(db: Connection, runId: string, side: LedgerSide): AsyncGenerator<LineRow, void, undefined> {
  let [key, position] = ['', -1];
  for (;;) {
    const rows = await db.$queryRaw<LineRow[]>`
      SELECT key, position, kind, status, "references", referral_id AS "referralId", settling FROM reconciliation_line
       WHERE run_id = ${runId}::uuid AND side = ${side} AND (key, position) > (${key}, ${position})
       ORDER BY key, position LIMIT ${PAGE}`;
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ key, position } = last);
  }
}

async function* mapped<Line>(
  rows: AsyncIterable<LineRow>,
  toLine: (row: LineRow) => Line,
): AsyncGenerator<Line, void, undefined> {
  for await (const row of rows) yield toLine(row);
}

function toOurLine(row: LineRow): OurLine {
  const kind = row.kind as EffectKind;
  return {
    key: row.key,
    kind,
    referralId: row.referralId ?? '',
    status: expectedStatus(kind, row.status as ReferralStatus),
    reference: row.references[0],
    settling: row.settling,
  };
}

function toLedgerLine(row: LineRow): LedgerLine {
  return {
    key: row.key,
    referralId: row.referralId ?? undefined,
    status: row.status as LedgerStatus,
    references: row.references,
  };
}
