import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type {
  MedicalSettlement,
  SettlementDetail,
  SettlementResult,
  SettlementStatus,
} from '#domain/feeds/medical-settlement.ts';
import type { SettlementStore } from '#domain/feeds/pushed-stores.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import { type MedicalSettlement as SettlementRow, Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { personScope } from '#store/scopes.ts';
import { StaleRowError } from '#store/stale-row-error.ts';

const place = (id: string) => `medical_settlement.detail:${id}`;

export function sealDetail(detail: SettlementDetail, id: string, crypto: CryptoProvider): Uint8Array<ArrayBuffer> {
  return crypto.seal(JSON.stringify(detail), place(id));
}

export function openSettlement(row: SettlementRow, crypto: CryptoProvider): MedicalSettlement {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    settlementId: row.settlementId,
    visitId: row.visitId,
    personId: row.personId ?? undefined,
    status: row.status as SettlementStatus,
    result: row.result as SettlementResult,
    detail: row.detailSealed
      ? (JSON.parse(crypto.openText(row.detailSealed, place(row.id))) as SettlementDetail)
      : undefined,
    settledAt: row.settledAt ?? undefined,
    receivedAt: row.receivedAt,
    reversedAt: row.reversedAt ?? undefined,
    caseId: row.caseId ?? undefined,
    unfollowed:
      row.feedFileId === null
        ? undefined
        : {
            feedFileId: row.feedFileId,
            settledRow: row.settledRow ?? undefined,
            reversedRow: row.reversedRow ?? undefined,
          },
  };
}

export function createSettlementStore(db: Connection, crypto: CryptoProvider): SettlementStore {
  const opened = (row: SettlementRow): MedicalSettlement => openSettlement(row, crypto);
  return {
    async lockVisit(agencyCode, visitId) {
      // The first word about a visit has no row to lock and has to wait for another first word as well.
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`visit:${agencyCode}:${visitId}`}, 0))`;
      // Against the rows of a file, which speak about thousands of visits at once (feeds/settlement-writes.ts) and lock in
      // the same order.
      await db.$executeRaw`
        SELECT id FROM medical_settlement WHERE agency_code = ${agencyCode} AND visit_id = ${visitId} ORDER BY id FOR UPDATE`;
    },
    async find(agencyCode, settlementId) {
      const row = await db.medicalSettlement.findUnique({
        where: { agencyCode_settlementId: { agencyCode, settlementId } },
      });
      return row ? opened(row) : undefined;
    },
    async ofVisit(agencyCode, visitId) {
      const rows = await db.medicalSettlement.findMany({ where: { agencyCode, visitId }, orderBy: { id: 'asc' } });
      return rows.map(opened);
    },
    async unfollowedVisits(feedFileId, { first, last }) {
      const within = { gte: first, lte: last };
      const rows = await db.medicalSettlement.findMany({
        where: { feedFileId, OR: [{ settledRow: within }, { reversedRow: within }] },
        select: { visitId: true },
        distinct: ['visitId'],
        orderBy: { visitId: 'asc' },
      });
      return rows.map(({ visitId }) => visitId);
    },
    async save({ id, agencyCode, settlementId, visitId, receivedAt, detail, unfollowed, ...rest }) {
      const content = {
        personId: rest.personId ?? null,
        status: rest.status,
        result: rest.result,
        detailSealed: detail ? sealDetail(detail, id, crypto) : null,
        settledAt: rest.settledAt ?? null,
        reversedAt: rest.reversedAt ?? null,
        caseId: rest.caseId ?? null,
        feedFileId: unfollowed?.feedFileId ?? null,
        settledRow: unfollowed?.settledRow ?? null,
        reversedRow: unfollowed?.reversedRow ?? null,
      };
      try {
        await db.medicalSettlement.upsert({
          where: { id },
          create: { id, agencyCode, settlementId, visitId, receivedAt, ...content },
          update: content,
        });
      } catch (error) {
        // A file has entered the same settlement since we looked: look again.
        const entered = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
        throw entered ? new StaleRowError('medical_settlement', id) : error;
      }
    },
    async list(scope, filter, page) {
      const visible = settlementScope(scope);
      if (!visible) return EMPTY_PAGE;
      const where = {
        AND: [
          visible,
          {
            ...(filter.status && { status: { in: [...filter.status] } }),
            ...(filter.result && { result: { in: [...filter.result] } }),
          },
        ],
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.medicalSettlement.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
          }),
        (cap) => db.medicalSettlement.count({ where, take: cap }),
        opened,
      );
    },
  };
}

/** What belongs to nobody we know lies in no division either; whoever works on a division may count it. */
function settlementScope(scope: RowScope): Prisma.MedicalSettlementWhereInput | null {
  const person = personScope(scope);
  if (!person) return null;
  return scope.kind === 'DIVISION' ? { OR: [{ personId: null }, { person }] } : { person };
}
