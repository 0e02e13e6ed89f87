import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type {
  DifferenceKind,
  ItemOwner,
  ItemResolution,
  ItemState,
  ReconciliationItem,
} from '#domain/reconciliation/difference.ts';
import type { ReconciliationItemStore } from '#domain/reconciliation/reconciliation-stores.ts';
import type { Prisma, ReconciliationItem as ItemRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { readPage } from '#store/paging.ts';
import { referralScope } from '#store/scopes.ts';

const place = (id: string) => `reconciliation_item.note:${id}`;

export function createReconciliationItemStore(db: Connection, crypto: CryptoProvider): ReconciliationItemStore {
  async function find(scope: RowScope, id: string): Promise<ReconciliationItem | undefined> {
    const visible = itemScope(scope);
    const row = visible && (await db.reconciliationItem.findFirst({ where: { AND: [visible, { id }] } }));
    return row ? toItem(row, crypto) : undefined;
  }

  return {
    async record(run, differences, at) {
      if (differences.length === 0) return;
      const rows = differences.map(({ ours, theirs, referralId, ...item }) => ({
        ...item,
        referralId: referralId ?? null,
        oursStatus: ours?.status ?? null,
        oursReference: ours?.reference ?? null,
        theirsStatus: theirs?.status ?? null,
        theirsReference: theirs?.reference ?? null,
      }));
      await db.$executeRaw`
        INSERT INTO reconciliation_item AS item
               (id, agency_code, day, kind, key, referral_id, ours_status, theirs_status, ours_reference, theirs_reference,
                theirs_count, owner, state, opened_at, last_seen_at, last_run_id)
        SELECT id, ${run.agencyCode}, ${fromLocalDate(run.day)}::date, kind, key, "referralId", "oursStatus", "theirsStatus",
               "oursReference", "theirsReference", "theirsCount", owner, 'OPEN', ${at}, ${at}, ${run.id}::uuid
          FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
                 AS d(id uuid, kind text, key text, "referralId" uuid, "oursStatus" text, "theirsStatus" text,
                      "oursReference" text, "theirsReference" text, "theirsCount" int, owner text)
        ON CONFLICT (agency_code, key, kind) DO UPDATE
           SET ours_status = excluded.ours_status, theirs_status = excluded.theirs_status,
               ours_reference = excluded.ours_reference, theirs_reference = excluded.theirs_reference,
               theirs_count = excluded.theirs_count, last_seen_at = excluded.last_seen_at, last_run_id = excluded.last_run_id,
               state = CASE WHEN item.resolution = 'NO_FAULT' THEN item.state ELSE 'OPEN' END,
               opened_at = CASE WHEN item.resolution IS NULL OR item.resolution = 'NO_FAULT' THEN item.opened_at
                                ELSE excluded.opened_at END,
               resolution = CASE WHEN item.resolution = 'NO_FAULT' THEN 'NO_FAULT' END,
               resolved_at = CASE WHEN item.resolution = 'NO_FAULT' THEN item.resolved_at END,
               resolved_by = CASE WHEN item.resolution = 'NO_FAULT' THEN item.resolved_by END,
               note_sealed = CASE WHEN item.resolution = 'NO_FAULT' THEN item.note_sealed END`;
    },
    async closeGone(run, at) {
      const { count } = await db.reconciliationItem.updateMany({
        where: {
          agencyCode: run.agencyCode,
          day: fromLocalDate(run.day),
          state: 'OPEN',
          lastRunId: { not: run.id },
        },
        data: { state: 'RESOLVED', resolution: 'GONE', resolvedAt: at, resolvedBy: 'reconciliation' },
      });
      return count;
    },
    async openOfDay(agencyCode, day, limit) {
      const rows = await db.reconciliationItem.findMany({
        where: { agencyCode, day: fromLocalDate(day), state: 'OPEN' },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map((row) => toItem(row, crypto));
    },
    async openDays(agencyCode, since) {
      const rows = await db.reconciliationItem.findMany({
        where: { agencyCode, state: 'OPEN', day: { gte: fromLocalDate(since) } },
        distinct: ['day'],
        select: { day: true },
      });
      return rows.map(({ day }) => toLocalDate(day));
    },
    find,
    async take(scope, id) {
      await db.$queryRaw`SELECT 1 FROM reconciliation_item WHERE id = ${id}::uuid FOR UPDATE`;
      return find(scope, id);
    },
    async resolve(id, { resolution, by, note, at }) {
      await db.reconciliationItem.update({
        where: { id },
        data: {
          state: 'RESOLVED',
          resolution,
          resolvedAt: at,
          resolvedBy: by,
          noteSealed: crypto.seal(note, place(id)),
        },
      });
    },
    async list(scope, { state, agencyCode, owner, from, to }, page) {
      const visible = itemScope(scope);
      if (!visible) return EMPTY_PAGE;
      const filter: Prisma.ReconciliationItemWhereInput = {
        ...(state && { state: { in: [...state] } }),
        ...(agencyCode && { agencyCode }),
        ...(owner && { owner: { in: [...owner] } }),
        ...((from || to) && {
          day: { ...(from && { gte: fromLocalDate(from) }), ...(to && { lte: fromLocalDate(to) }) },
        }),
      };
      const where = { AND: [visible, filter] };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.reconciliationItem.findMany({
            where: cursorId ? { AND: [where, { id: { gt: cursorId } }] } : where,
            take,
            orderBy,
          }),
        (cap) => db.reconciliationItem.count({ where, take: cap }),
        (row) => toItem(row, crypto),
        'asc',
      );
    },
  };
}

/** Those of referrals in scope. What belongs to nobody known is for everyone who answers for a division. */
function itemScope(scope: RowScope): Prisma.ReconciliationItemWhereInput | null {
  const referral = referralScope(scope);
  if (!referral) return null;
  return scope.kind === 'DIVISION' ? { OR: [{ referralId: null }, { referral }] } : { referral };
}

function toItem(row: ItemRow, crypto: CryptoProvider): ReconciliationItem {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    day: toLocalDate(row.day),
    kind: row.kind as DifferenceKind,
    key: row.key,
    referralId: row.referralId ?? undefined,
    ours: row.oursStatus
      ? { status: row.oursStatus as LedgerStatus, reference: row.oursReference ?? undefined }
      : undefined,
    theirs: row.theirsStatus
      ? { status: row.theirsStatus as LedgerStatus, reference: row.theirsReference ?? undefined }
      : undefined,
    theirsCount: row.theirsCount,
    owner: row.owner as ItemOwner,
    state: row.state as ItemState,
    openedAt: row.openedAt,
    lastSeenAt: row.lastSeenAt,
    resolution: (row.resolution ?? undefined) as ItemResolution | undefined,
    resolvedAt: row.resolvedAt ?? undefined,
    resolvedBy: row.resolvedBy ?? undefined,
    note: row.noteSealed ? crypto.openText(row.noteSealed, place(row.id)) : undefined,
  };
}
