import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type {
  MedicalSettlement,
  SettlementDetail,
  SettlementResult,
  SettlementStatus,
} from '#domain/feeds/medical-settlement.ts';
import type { SettlementStore } from '#domain/stores.ts';
import type { MedicalSettlement as SettlementRow, Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { personScope } from '#store/scopes.ts';

const place = (id: string) => `medical_settlement.detail:${id}`;

export function createSettlementStore(db: Connection, crypto: CryptoProvider): SettlementStore {
  const opened = (row: SettlementRow): MedicalSettlement => ({
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
  });
  return {
    async lockVisit(agencyCode, visitId) {
      // No row to lock: the first word about a visit has to wait for another first word as well.
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`visit:${agencyCode}:${visitId}`}, 0))`;
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
    async save({ id, agencyCode, settlementId, visitId, receivedAt, detail, ...rest }) {
      const content = {
        personId: rest.personId ?? null,
        status: rest.status,
        result: rest.result,
        detailSealed: detail ? crypto.seal(JSON.stringify(detail), place(id)) : null,
        settledAt: rest.settledAt ?? null,
        reversedAt: rest.reversedAt ?? null,
        caseId: rest.caseId ?? null,
      };
      await db.medicalSettlement.upsert({
        where: { id },
        create: { id, agencyCode, settlementId, visitId, receivedAt, ...content },
        update: content,
      });
    },
    async list(scope, filter, page) {
      const visible = settlementScope(scope);
      if (!visible) return { items: [], hasNextPage: false, totalCount: 0 };
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
