import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { CauseOfAction } from '#domain/disputes/causes-of-action.ts';
import type { Lead, LeadKind, LeadStatus } from '#domain/feeds/lead.ts';
import type { LeadStore } from '#domain/feeds/pushed-stores.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type { Lead as LeadRow, Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { readPage } from '#store/paging.ts';
import { leadScope } from '#store/scopes.ts';

/** Where the employer of a lead is sealed for. */
export const employerPlace = (id: string): string => `lead.employer:${id}`;
const claimsPlace = (id: string) => `lead.claims:${id}`;

export function createLeadStore(db: Connection, crypto: CryptoProvider): LeadStore {
  const opened = (row: LeadRow): Lead => ({
    id: row.id,
    kind: row.kind as LeadKind,
    agencyCode: row.agencyCode as AgencyCode,
    applicationNo: row.applicationNo,
    category: row.category,
    sourceStatus: row.sourceStatus,
    divisionCode: row.divisionCode,
    householdSize: row.householdSize ?? undefined,
    personId: row.personId,
    matched: row.matched,
    employer: row.employerSealed ? crypto.openText(row.employerSealed, employerPlace(row.id)) : undefined,
    causeOfAction: (row.causeOfAction as CauseOfAction | null) ?? undefined,
    claims: row.claimsSealed ? crypto.openText(row.claimsSealed, claimsPlace(row.id)) : undefined,
    // Whoever works on it already goes on, whatever its source says.
    status: row.goneAt && row.status === 'OPEN' ? 'WITHDRAWN' : (row.status as LeadStatus),
    validUntil: row.validUntil ? toLocalDate(row.validUntil) : undefined,
    receivedAt: row.receivedAt,
  });
  async function find(scope: RowScope, id: string): Promise<Lead | undefined> {
    const visible = leadScope(scope);
    const row = visible && (await db.lead.findFirst({ where: { AND: [visible, { id }] } }));
    return row ? opened(row) : undefined;
  }
  return {
    async upsert(lead, inboundId, at) {
      const { agencyCode, applicationNo, category } = lead;
      const key = { agencyCode_applicationNo_category: { agencyCode, applicationNo, category } };
      const existing = await db.lead.findUnique({ where: key, select: { id: true, status: true } });
      const id = existing?.id ?? lead.id;
      const content = {
        sourceStatus: lead.sourceStatus,
        divisionCode: lead.divisionCode,
        householdSize: lead.householdSize ?? null,
        employerSealed: lead.employer ? crypto.seal(lead.employer, employerPlace(id)) : null,
        causeOfAction: lead.causeOfAction ?? null,
        claimsSealed: lead.claims ? crypto.seal(lead.claims, claimsPlace(id)) : null,
        inboundId,
        // What a push says replaces what a file said, a tombstone included.
        feedDigest: null,
        goneAt: null,
        validUntil: lead.validUntil ? fromLocalDate(lead.validUntil) : null,
        updatedAt: at,
      };
      if (existing) {
        // Whose it is may be corrected until somebody works on it.
        const { personId, matched } = lead;
        const whose = existing.status === 'OPEN' ? { personId, matched } : {};
        await db.lead.update({ where: { id }, data: { ...content, ...whose } });
        return id;
      }
      await db.lead.create({
        data: {
          id,
          kind: lead.kind,
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
      return id;
    },
    async take(scope, id) {
      await db.$queryRaw`SELECT 1 FROM lead WHERE id = ${id}::uuid FOR UPDATE`;
      return find(scope, id);
    },
    find,
    async setStatus(id, status, by, at) {
      await db.lead.update({ where: { id }, data: { status, claimedBy: by, claimedAt: at, updatedAt: at } });
    },
    async list(scope, status, page) {
      const visible = leadScope(scope);
      if (!visible) return EMPTY_PAGE;
      const where = status ? { AND: [visible, { OR: status.map(statusScope) }] } : visible;
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

function statusScope(status: LeadStatus): Prisma.LeadWhereInput {
  switch (status) {
    case 'OPEN':
      return { status, goneAt: null };
    case 'WITHDRAWN':
      return { status: 'OPEN', goneAt: { not: null } };
    default:
      return { status };
  }
}
