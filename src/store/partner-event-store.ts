import type { PartnerScope } from '#domain/access/partner-scope.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { NewPartnerEvent, PartnerEventType, PlacedEvent } from '#domain/partners/partner-event.ts';
import type { PartnerEventStore } from '#domain/partners/partner-stores.ts';
import type { PartnerEvent as EventRow, Prisma } from '#generated/prisma/client.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { Connection } from '#store/database.ts';

/** Rows an UPDATE answers; the columns as the table has them. */
type PlacedRow = Pick<EventRow, 'id' | 'roles' | 'type' | 'sequence' | 'deleted'> & {
  readonly position: bigint;
  readonly agency_code: string;
  readonly case_id: string;
  readonly referral_id: string | null;
  readonly occurred_at: Date;
};

/** Written in the statement that writes the events of the case: what partners are told of commits with it or not at all. */
export function partnerEventRow({ roles, referralId, ...event }: NewPartnerEvent) {
  return { id: uuidV7Ids.next(), ...event, roles: [...roles], referralId: referralId ?? null };
}

/**
 * The log of what partners may know. Numbers drawn by the writers themselves would become visible in another order than
 * they were drawn, and a reader who had passed 8 would never see a 7 that was committed later. So events get their place
 * after their commit, from one transaction at a time.
 */
export function createPartnerEventStore(db: Connection): PartnerEventStore {
  async function log(): Promise<{ position: bigint; lostThrough: bigint }> {
    return (await db.partnerLog.findUnique({ where: { id: 1 } })) ?? { position: 0n, lostThrough: 0n };
  }

  return {
    async someWait() {
      const rows = await db.$queryRaw<{ waits: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM partner_event WHERE position IS NULL) AS waits`;
      return rows[0]?.waits ?? false;
    },
    async placeNext(limit) {
      const last = await db.$queryRaw<{ position: bigint }[]>`
        INSERT INTO partner_log (id, position, lost_through) VALUES (1, 0, 0)
        ON CONFLICT (id) DO UPDATE SET position = partner_log.position RETURNING position`;
      // A statement of its own: one that waits for the lock still sees the other table as it was before it waited.
      const rows = await db.$queryRaw<PlacedRow[]>`
        WITH next AS MATERIALIZED (
          SELECT id, row_number() OVER (ORDER BY entry) AS rank
            FROM partner_event WHERE position IS NULL ORDER BY entry LIMIT ${limit})
        UPDATE partner_event e SET position = ${last[0]?.position ?? 0n}::bigint + next.rank FROM next WHERE e.id = next.id
        RETURNING e.id::text, e.position, e.agency_code, e.roles, e.type, e.case_id::text, e.referral_id::text,
                  e.sequence, e.deleted, e.occurred_at`;
      await db.partnerLog.update({ where: { id: 1 }, data: { position: { increment: rows.length } } });
      return rows.toSorted((a, b) => (a.position < b.position ? -1 : 1)).map(toPlaced);
    },
    async find(scope, id) {
      const where = eventScope(scope);
      const row =
        where && (await db.partnerEvent.findFirst({ where: { AND: [where, { id, position: { not: null } }] } }));
      return row ? toEvent(row) : undefined;
    },
    async read(scope, { first, after, types, agencyCode }) {
      const where = eventScope(scope);
      // Before the events: those that get their place while we read come with the next page. What was lost is looked up
      // after them: whatever was deleted before we read is counted then.
      const { position: end } = await log();
      if (after !== undefined && after > end) return 'EXPIRED';
      if (!where) return { items: [], hasNextPage: false, cursor: end };
      const rows = await db.partnerEvent.findMany({
        where: {
          AND: [
            where,
            {
              position: { lte: end, ...(after !== undefined && { gt: after }) },
              ...(types && { type: { in: [...types] } }),
              ...(agencyCode !== undefined && { agencyCode }),
            },
          ],
        },
        orderBy: { position: 'asc' },
        take: first + 1,
      });
      if (after !== undefined && after < (await log()).lostThrough) return 'EXPIRED';
      const items = rows.slice(0, first).map(toEvent);
      const hasNextPage = rows.length > first;
      return { items, hasNextPage, cursor: hasNextPage ? (items.at(-1)?.position ?? end) : end };
    },
    async writtenSince(agencyCode, since, days, limit) {
      const [asked] = await db.$queryRaw<{ early: boolean }[]>`
        SELECT ${since}::timestamptz < now() - make_interval(days => ${days}) AS early`;
      if (asked?.early) return 'TOO_EARLY';
      const rows = await db.partnerEvent.findMany({
        where: { agencyCode, position: { not: null }, writtenAt: { gte: since } },
        orderBy: { position: 'asc' },
        take: limit,
      });
      return rows.map(toEvent);
    },
    async forget(days) {
      const rows = await db.$queryRaw<{ forgotten: bigint }[]>`
        WITH gone AS (
          DELETE FROM partner_event
           WHERE position IS NOT NULL AND written_at < now() - make_interval(days => ${days}) RETURNING position),
        noted AS (
          UPDATE partner_log SET lost_through = GREATEST(lost_through, (SELECT max(position) FROM gone))
           WHERE EXISTS (SELECT 1 FROM gone))
        SELECT count(*) AS forgotten FROM gone`;
      return Number(rows[0]?.forgotten ?? 0);
    },
  };
}

function eventScope(scope: PartnerScope): Prisma.PartnerEventWhereInput | null {
  switch (scope.kind) {
    case 'ALL':
      return {};
    case 'AGENCY':
      return { agencyCode: scope.agencyCode, roles: { hasSome: [...scope.roles] } };
    case 'NOTHING':
      return null;
  }
}

function toPlaced(row: PlacedRow): PlacedEvent {
  return {
    id: row.id,
    agencyCode: row.agency_code as AgencyCode,
    roles: row.roles as AgencyRole[],
    type: row.type as PartnerEventType,
    caseId: row.case_id,
    referralId: row.referral_id ?? undefined,
    sequence: row.sequence,
    deleted: row.deleted,
    occurredAt: row.occurred_at,
    position: row.position,
  };
}

function toEvent(row: EventRow): PlacedEvent {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    roles: row.roles as AgencyRole[],
    type: row.type as PartnerEventType,
    caseId: row.caseId,
    referralId: row.referralId ?? undefined,
    sequence: row.sequence,
    deleted: row.deleted,
    occurredAt: row.occurredAt,
    position: row.position ?? 0n,
  };
}
