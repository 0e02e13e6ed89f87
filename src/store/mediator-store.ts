import type { DisputeGroup } from '#domain/disputes/dispute-groups.ts';
import type { MediationOrgKind } from '#domain/disputes/mediation-org-kinds.ts';
import type { MediationCounts } from '#domain/disputes/mediation-statistics.ts';
import type { MediationRoom, Mediator, MediatorProfession, MediatorStatus } from '#domain/disputes/mediator.ts';
import { endOfLocalDay, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { MediatorStore } from '#domain/registry/registry-stores.ts';
import type { Prisma, MediationRoom as RoomRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { stemOf } from '#store/scopes.ts';

const OPEN = ['DRAFTED', 'SENT', 'RECEIVED', 'ACCEPTED', 'IN_HANDLING', 'SUPPLEMENT_REQUESTED', 'IN_DOUBT'];

/** With the room's office and how many open referrals they have. */
export const WITH_LOAD = {
  room: { select: { officeId: true } },
  _count: { select: { referrals: { where: { status: { in: OPEN } } } } },
} as const satisfies Prisma.MediatorInclude;

type MediatorRow = Prisma.MediatorGetPayload<{ include: typeof WITH_LOAD }>;

export function createMediatorStore(db: Connection): MediatorStore {
  return {
    async find(id) {
      const row = await db.mediator.findUnique({ where: { id }, include: WITH_LOAD });
      return row ? toMediator(row) : undefined;
    },
    async listOfOffice(officeId) {
      const rows = await db.mediator.findMany({
        where: { room: { officeId } },
        include: WITH_LOAD,
        orderBy: { id: 'asc' },
      });
      return rows.map(toMediator);
    },
    async rooms(divisionCode, kind) {
      const rows = await db.mediationRoom.findMany({
        where: { office: { divisionCode: { startsWith: stemOf(divisionCode) } }, ...(kind && { kind }) },
        orderBy: [{ office: { divisionCode: 'asc' } }, { id: 'asc' }],
      });
      return rows.map(toRoom);
    },
    async countMediations(divisionCode, from, to) {
      // Rows of before the reasons of termination were kept have their outcome alone.
      const [counts] = await db.$queryRaw<[MediationCounts]>`
        SELECT count(*)::int AS accepted,
               count(r.outcome)::int AS concluded,
               count(*) FILTER (WHERE r.outcome = 'AGREED' OR r.termination_reason IN ('AGREED', 'SELF_SETTLED'))::int AS succeeded
          FROM referral r JOIN agency_office o ON o.id = r.office_id
         WHERE r.role IN ('UNION_MEDIATION', 'COURT_MEDIATION')
           AND r.accepted_at >= ${startOfLocalDay(from)} AND r.accepted_at < ${endOfLocalDay(to)}
           AND NOT (r.status IN ('RETURNED', 'RECALLED') AND r.outcome IS NULL)
           AND o.division_code LIKE ${`${stemOf(divisionCode)}%`}`;
      return counts;
    },
  };
}

export function toRoom(row: RoomRow): MediationRoom {
  return {
    id: row.id,
    officeId: row.officeId,
    kind: row.kind as MediationOrgKind,
    name: { zh: row.nameZh, en: row.nameEn },
  };
}

export function toMediator(row: MediatorRow): Mediator {
  return {
    id: row.id,
    roomId: row.roomId,
    officeId: row.room.officeId,
    name: row.name,
    organisation: row.organisation,
    professions: row.professions as MediatorProfession[],
    expertise: row.expertise as DisputeGroup[],
    rosterCourt: row.rosterCourt ?? undefined,
    status: row.status as MediatorStatus,
    load: row._count.referrals,
  };
}
