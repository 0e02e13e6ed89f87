import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { AgencyStore } from '#domain/agencies/agency-stores.ts';
import type { Agency } from '#domain/agencies/agency.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import type { Agency as AgencyRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

export function toAgency(row: AgencyRow): Agency {
  return { code: row.code as AgencyCode, name: { zh: row.nameZh, en: row.nameEn }, paused: row.pausedAt !== null };
}

export function createAgencyStore(db: Connection): AgencyStore {
  return {
    async list() {
      return (await db.agency.findMany({ orderBy: { code: 'asc' } })).map(toAgency);
    },
    async find(code) {
      const row = await db.agency.findUnique({ where: { code } });
      return row ? toAgency(row) : undefined;
    },
    async offices(roles, divisions) {
      // What lies with an office is counted only where it decides something, its capacity or the choice between neighbours: with
      // thousands of open referrals it cost each acceptance more than all the rest.
      const rows = await db.$queryRaw<OfficeRow[]>`
        ${PREPARED} SELECT o.id::text, o.agency_code, o.role, o.division_code, o.name_zh, o.name_en, o.capacity,
               a.paused_at IS NOT NULL AS paused,
               CASE WHEN o.capacity IS NULL AND count(*) OVER (PARTITION BY o.role, o.division_code) = 1 THEN 0 ELSE (SELECT count(*) FROM referral r WHERE r.office_id = o.id
                  AND r.status IN ('DRAFTED', 'SENT', 'RECEIVED', 'ACCEPTED', 'IN_HANDLING', 'SUPPLEMENT_REQUESTED', 'IN_DOUBT')
               ) END::int AS open
          FROM agency_office o JOIN agency a ON a.code = o.agency_code
         WHERE o.role = ANY(${[...roles]}) AND o.division_code = ANY(${[...divisions]})
         ORDER BY o.id`;
      return rows.map(toOffice);
    },
    async pollCursor(code) {
      return (await db.agency.findUnique({ where: { code }, select: { pollCursor: true } }))?.pollCursor ?? undefined;
    },
    async movePollCursor(code, cursor) {
      await db.agency.update({ where: { code }, data: { pollCursor: cursor } });
    },
  };
}

interface OfficeRow {
  id: string;
  agency_code: string;
  role: string;
  division_code: string;
  name_zh: string;
  name_en: string;
  capacity: number | null;
  paused: boolean;
  open: number;
}

function toOffice(row: OfficeRow): AgencyOffice {
  return {
    id: row.id,
    agencyCode: row.agency_code as AgencyCode,
    role: row.role as AgencyRole,
    divisionCode: row.division_code,
    name: { zh: row.name_zh, en: row.name_en },
    capacity: row.capacity ?? undefined,
    openReferrals: row.open,
    agencyPaused: row.paused,
  };
}
