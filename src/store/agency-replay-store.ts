import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyReplayStore, ReplayedEffect } from '#domain/delivery-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { stemOf } from '#store/scopes.ts';

const place = (id: string) => `agency_replay.reason:${id}`;

export function createAgencyReplayStore(db: Connection, crypto: CryptoProvider): AgencyReplayStore {
  return {
    async insert({ id, agencyCode, divisionCode, requestedBy, reason, total }) {
      await db.$executeRaw`
        INSERT INTO agency_replay (id, agency_code, division_code, requested_by, reason_sealed, requested_at, total)
        VALUES (${id}::uuid, ${agencyCode}, ${divisionCode ?? null}, ${requestedBy}, ${crypto.seal(reason, place(id))},
                now(), ${total})`;
    },
    async next(limit) {
      const row = await db.agencyReplay.findFirst({ where: { finishedAt: null }, orderBy: { id: 'asc' } });
      if (!row) return undefined;
      const stem = row.divisionCode === null ? '' : stemOf(row.divisionCode);
      // Materialised: in the order of ids a plan would walk through all effects there ever were. What failed again since
      // it was asked for is a dead letter of its own.
      const effects = await db.$queryRaw<ReplayedEffect[]>`
        WITH dead AS MATERIALIZED (
          SELECT id, referral_id FROM effect
           WHERE agency_code = ${row.agencyCode} AND status = 'STOPPED' AND finished_at <= ${row.requestedAt}
             AND (${row.lastEffectId}::uuid IS NULL OR id > ${row.lastEffectId}::uuid))
        SELECT dead.id::text, dead.referral_id::text AS "referralId"
          FROM dead JOIN referral r ON r.id = dead.referral_id JOIN "case" c ON c.id = r.case_id
         WHERE starts_with(c.division_code, ${stem}) OR starts_with(c.workplace_division, ${stem})
         ORDER BY dead.id
         LIMIT ${limit}`;
      const replay = {
        id: row.id,
        agencyCode: row.agencyCode as AgencyCode,
        divisionCode: row.divisionCode ?? undefined,
        requestedBy: row.requestedBy,
        reason: crypto.openText(row.reasonSealed, place(row.id)),
        total: row.total,
      };
      return { replay, effects };
    },
    async advance(id, { lastEffectId, replayed }) {
      await db.$executeRaw`
        UPDATE agency_replay
           SET replayed = replayed + ${replayed},
               last_effect_id = GREATEST(last_effect_id, ${lastEffectId ?? null}::uuid)
         WHERE id = ${id}::uuid`;
    },
    async finish(id) {
      await db.$executeRaw`UPDATE agency_replay SET finished_at = now() WHERE id = ${id}::uuid AND finished_at IS NULL`;
    },
  };
}
