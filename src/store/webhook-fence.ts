import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { PartnerEventType } from '#domain/partners/partner-event.ts';
import type { ClaimedDelivery, WebhookAttemptEnd, WebhookStore } from '#domain/partners/partner-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { wakeUp } from '#store/wake-up.ts';
import { exchangePlace, type KeptExchange, secretPlace } from '#store/webhook-rows.ts';

/** Of one endpoint under way at a time; while it fails, one, so that the dead do not take the places of the living. */
const PER_ENDPOINT = 8;

/** The fence of effect-store.ts, for what partners are told: all times are the database's own. */
export function createWebhookFence(
  db: Connection,
  crypto: CryptoProvider,
): Pick<WebhookStore, 'claim' | 'finishAttempt' | 'offerDue'> {
  return {
    async claim(id, leaseSeconds) {
      const rows = await db.$queryRaw<ClaimedRow[]>`
        WITH claimed AS (
          UPDATE webhook_delivery d
             SET attempts = d.attempts + 1, tries = d.tries + 1, offered_at = NULL,
                 lease_until = now() + make_interval(secs => ${leaseSeconds})
            FROM webhook_endpoint w
           WHERE d.id = ${id}::uuid AND d.status = 'PENDING' AND d.next_attempt_at <= now()
             AND (d.lease_until IS NULL OR d.lease_until <= now())
             AND w.id = d.endpoint_id AND (d.type = 'PING' OR
               w.state = 'ACTIVE' AND (w.held_until IS NULL OR w.held_until <= now()))
          RETURNING d.id, d.endpoint_id, d.attempts, d.tries, d.type, d.body, w.url, w.agency_code, w.failures
        ), closed AS (
          UPDATE webhook_attempt a SET finished_at = now(), outcome = 'ABANDONED'
            FROM claimed c WHERE a.delivery_id = c.id AND a.finished_at IS NULL
        ), started AS (
          INSERT INTO webhook_attempt (delivery_id, number, started_at) SELECT id, attempts, now() FROM claimed
        )
        SELECT endpoint_id::text, attempts, tries, type, body, url, agency_code, failures, now() AS at FROM claimed`;
      const row = rows[0];
      if (!row) return undefined;
      const secrets = await db.$queryRaw<{ id: string; secret_sealed: Uint8Array }[]>`
        SELECT id::text, secret_sealed FROM webhook_secret
         WHERE endpoint_id = ${row.endpoint_id}::uuid AND (expires_at IS NULL OR expires_at > now()) ORDER BY id DESC`;
      return {
        id,
        endpointId: row.endpoint_id,
        agencyCode: row.agency_code as AgencyCode,
        fence: row.attempts,
        tries: row.tries,
        failures: row.failures,
        type: row.type as PartnerEventType | 'PING',
        url: row.url,
        body: row.body,
        secrets: secrets.map((secret) => crypto.openText(secret.secret_sealed, secretPlace(secret.id))),
        at: row.at,
      };
    },
    async finishAttempt(claimed, end) {
      const { id, fence } = claimed;
      const status =
        end.outcome === 'DELIVERED' ? 'DELIVERED' : end.retryInSeconds === undefined ? 'FAILED' : 'PENDING';
      const written = await db.$executeRaw`
        UPDATE webhook_delivery
           SET status = ${status}, lease_until = NULL, offered_at = NULL,
               next_attempt_at = now() + make_interval(secs => ${end.retryInSeconds ?? 0}),
               finished_at = CASE WHEN ${status} = 'PENDING' THEN NULL ELSE now() END
         WHERE id = ${id}::uuid AND attempts = ${fence} AND status = 'PENDING'`;
      if (written === 0) return { written: false, disabled: false };
      await db.webhookAttempt.update({
        where: { deliveryId_number: { deliveryId: id, number: fence } },
        data: {
          finishedAt: new Date(claimed.at.getTime() + end.durationMs),
          outcome: end.outcome,
          durationMs: end.durationMs,
          responseStatus: end.response?.status ?? null,
          exchangeSealed: crypto.seal(keptText(end), exchangePlace(id, fence)),
        },
      });
      const disabled = end.outcome === 'DELIVERED' ? await recover(claimed) : await noteFailure(claimed, end);
      // The endpoint has room for another.
      await wakeUp(db, 'outbox');
      return { written: true, disabled };
    },
    async offerDue(limit, reofferAfterSeconds) {
      return db.$queryRaw<{ id: string }[]>`
        WITH due AS MATERIALIZED (
          SELECT d.id
            FROM webhook_endpoint w
           CROSS JOIN LATERAL (
             SELECT count(*) AS under_way FROM webhook_delivery b
              WHERE b.endpoint_id = w.id AND b.status = 'PENDING'
                AND (b.lease_until > now() OR b.offered_at > now() - make_interval(secs => ${reofferAfterSeconds}))) busy
           CROSS JOIN LATERAL (
             SELECT id FROM webhook_delivery d
              WHERE d.endpoint_id = w.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
                AND (d.type = 'PING' OR w.state = 'ACTIVE' AND (w.held_until IS NULL OR w.held_until <= now()))
                AND (d.lease_until IS NULL OR d.lease_until <= now())
                AND (d.offered_at IS NULL OR d.offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
              ORDER BY d.next_attempt_at, d.id
              LIMIT GREATEST(0, CASE WHEN w.failing_since IS NULL THEN ${PER_ENDPOINT}::int ELSE 1 END - busy.under_way)
              FOR UPDATE SKIP LOCKED) d
           LIMIT ${limit})
        UPDATE webhook_delivery SET offered_at = now() FROM due WHERE webhook_delivery.id = due.id
        RETURNING webhook_delivery.id::text`;
    },
  };

  async function recover({ endpointId }: ClaimedDelivery): Promise<false> {
    await db.$executeRaw`
      UPDATE webhook_endpoint SET failing_since = NULL, failures = 0, held_until = NULL
       WHERE id = ${endpointId}::uuid AND failing_since IS NOT NULL`;
    return false;
  }

  async function noteFailure({ endpointId }: ClaimedDelivery, end: WebhookAttemptEnd): Promise<boolean> {
    const now = end.disable === 'NOW';
    const days = end.disable === 'NOW' ? 0 : end.disable.afterDays;
    await db.$executeRaw`
      UPDATE webhook_endpoint
         SET failing_since = COALESCE(failing_since, now()), failures = failures + 1,
             held_until = GREATEST(held_until, now() + make_interval(secs => ${end.holdSeconds}))
       WHERE id = ${endpointId}::uuid`;
    const disabled = await db.$executeRaw`
      UPDATE webhook_endpoint SET state = 'DISABLED', state_reason = ${now ? 'GONE' : 'ONLY_FAILURES'}
       WHERE id = ${endpointId}::uuid AND state = 'ACTIVE'
         AND (${now} OR failing_since <= now() - make_interval(days => ${days}))`;
    return disabled === 1;
  }
}

interface ClaimedRow {
  readonly endpoint_id: string;
  readonly attempts: number;
  readonly tries: number;
  readonly type: string;
  readonly body: string;
  readonly url: string;
  readonly agency_code: string;
  readonly failures: number;
  readonly at: Date;
}

/** The body is read as UTF-8 with anything else replaced: it is for people to look at. */
function keptText({ requestHeaders, response }: WebhookAttemptEnd): string {
  const kept: KeptExchange = {
    requestHeaders,
    responseHeaders: response?.headers ?? [],
    ...(response && { responseBody: new TextDecoder().decode(response.body) }),
  };
  return JSON.stringify(kept);
}
