import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Lead, LeadStatus } from '#domain/feeds/lead.ts';
import type { LeadStore } from '#domain/stores.ts';
import type { Lead as LeadRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { readPage } from '#store/paging.ts';

const place = (id: string) => `lead.employer:${id}`;

export function createLeadStore(db: Connection, crypto: CryptoProvider): LeadStore {
  const opened = (row: LeadRow): Lead => ({
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    applicationNo: row.applicationNo,
    category: row.category,
    sourceStatus: row.sourceStatus,
    divisionCode: row.divisionCode,
    householdSize: row.householdSize,
    personId: row.personId,
    matched: row.matched,
    employer: row.employerSealed ? crypto.openText(row.employerSealed, place(row.id)) : undefined,
    status: row.status as LeadStatus,
    validUntil: row.validUntil ? toLocalDate(row.validUntil) : undefined,
    receivedAt: row.receivedAt,
  });
  return {
    async upsert(lead, inboundId, at) {
      const { agencyCode, applicationNo, category } = lead;
      const key = { agencyCode_applicationNo_category: { agencyCode, applicationNo, category } };
      const existing = await db.lead.findUnique({ where: key, select: { id: true } });
      const id = existing?.id ?? lead.id;
      const content = {
        sourceStatus: lead.sourceStatus,
        divisionCode: lead.divisionCode,
        householdSize: lead.householdSize,
        employerSealed: lead.employer ? crypto.seal(lead.employer, place(id)) : null,
        inboundId,
        validUntil: lead.validUntil ? fromLocalDate(lead.validUntil) : null,
        updatedAt: at,
      };
      if (existing) {
        await db.lead.update({ where: { id }, data: content });
        return;
      }
      await db.lead.create({
        data: {
          id,
          agencyCode,
          applicationNo,
          category,
          personId: lead.personId,
          matched: lead.matched,
          status: lead.status,
          receivedAt: lead.receivedAt,
          ...content,
        },
      });
    },
    async take(id) {
      await db.$queryRaw`SELECT 1 FROM lead WHERE id = ${id}::uuid FOR UPDATE`;
      const row = await db.lead.findUnique({ where: { id } });
      return row ? opened(row) : undefined;
    },
    async find(id) {
      const row = await db.lead.findUnique({ where: { id } });
      return row ? opened(row) : undefined;
    },
    async setStatus(id, status, by, at) {
      await db.lead.update({ where: { id }, data: { status, claimedBy: by, claimedAt: at, updatedAt: at } });
    },
    async list(status, page) {
      const where = status ? { status: { in: [...status] } } : {};
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.lead.findMany({ where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where, take, orderBy }),
        (cap) => db.lead.count({ where, take: cap }),
        opened,
      );
    },
  };
}
