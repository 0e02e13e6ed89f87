import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyPauseStore } from '#domain/delivery-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { pauseReasonPlace } from '#store/agency-deliveries.ts';
import type { Connection } from '#store/database.ts';
import { wakeUp } from '#store/wake-up.ts';

const LONGEST_DAYS = 366;

/** Real time, the database's own: a pause holds up workers, and has nothing to do with the legal clock. */
export function createAgencyPauseStore(db: Connection, crypto: CryptoProvider): AgencyPauseStore {
  return {
    async pause(code, { reason, until }) {
      const sealed = crypto.seal(reason, pauseReasonPlace(code));
      const changed = await db.$executeRaw`
        UPDATE agency
           SET paused_at = COALESCE(paused_at, now()), paused_until = ${until ?? null}, pause_reason_sealed = ${sealed}
         WHERE code = ${code}
           AND (${until ?? null}::timestamptz IS NULL
                OR ${until ?? null}::timestamptz BETWEEN now() AND now() + make_interval(days => ${LONGEST_DAYS}))`;
      return changed === 1;
    },
    async resume(code) {
      const changed = await db.$executeRaw`
        UPDATE agency SET paused_at = NULL, paused_until = NULL, pause_reason_sealed = NULL
         WHERE code = ${code} AND paused_at IS NOT NULL`;
      if (changed === 0) return false;
      // Jobs handed over shortly before the pause found nothing to claim; their rows need not wait to be offered again.
      await db.$executeRaw`
        UPDATE effect SET offered_at = NULL
         WHERE agency_code = ${code} AND status = 'PENDING' AND next_attempt_at <= now() AND offered_at IS NOT NULL
           AND (lease_until IS NULL OR lease_until <= now())`;
      // Whatever it was paused for may be over: it may be probed at once, and what waits is called forward.
      await db.$executeRaw`
        UPDATE agency_health SET hasten_owed = true, probe_at = CASE WHEN probe_at IS NULL THEN NULL ELSE now() END
         WHERE agency_code = ${code}`;
      await wakeUp(db, 'outbox');
      return true;
    },
    async ranOut() {
      const rows = await db.$queryRaw<{ code: string }[]>`
        SELECT code FROM agency WHERE paused_at IS NOT NULL AND paused_until <= now() FOR UPDATE SKIP LOCKED`;
      return rows.map(({ code }) => code as AgencyCode);
    },
  };
}
