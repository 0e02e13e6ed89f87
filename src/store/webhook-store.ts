import { EMPTY_PAGE } from '#domain/page.ts';
import type { WebhookStore } from '#domain/partners/partner-stores.ts';
import type { WebhookDelivery } from '#domain/partners/webhook-delivery.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { DUE_AT_ONCE } from '#store/due-at-once.ts';
import { readPage } from '#store/paging.ts';
import { wakeUp } from '#store/wake-up.ts';
import { createWebhookFence } from '#store/webhook-fence.ts';
import { endpointScope, secretPlace, toDelivery, toEndpoint } from '#store/webhook-rows.ts';

/** Endpoints, their secrets and what is to be told to them. Secrets end by the database's clock. */
export function createWebhookStore(db: Connection, crypto: CryptoProvider): WebhookStore {
  const live = () => ({
    secrets: {
      // Ended ones stay until they are swept; the reader is shown those that still sign.
      where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      orderBy: { id: 'desc' as const },
      select: { id: true, createdAt: true, expiresAt: true },
    },
  });
  const attempts = { attemptRows: { orderBy: { number: 'asc' as const } } };

  async function insertSecret(endpointId: string, id: string, secret: string): Promise<void> {
    await db.webhookSecret.create({ data: { id, endpointId, secretSealed: crypto.seal(secret, secretPlace(id)) } });
  }

  return {
    ...createWebhookFence(db, crypto),
    async insertEndpoint({ secretId, secret, eventTypes, ...columns }) {
      await db.webhookEndpoint.create({ data: { ...columns, eventTypes: [...eventTypes], state: 'ACTIVE' } });
      await insertSecret(columns.id, secretId, secret);
    },
    async countEndpoints(agencyCode) {
      // Two at once would both find room for one more.
      await db.$queryRaw`SELECT 1 FROM agency WHERE code = ${agencyCode} FOR UPDATE`;
      return db.webhookEndpoint.count({ where: { agencyCode } });
    },
    async find(scope, id) {
      const where = endpointScope(scope);
      const row = where && (await db.webhookEndpoint.findFirst({ where: { AND: [where, { id }] }, include: live() }));
      return row ? toEndpoint(row) : undefined;
    },
    async list(scope, { agencyCode, state }, page) {
      const visible = endpointScope(scope);
      if (!visible) return EMPTY_PAGE;
      const filter = { ...(agencyCode !== undefined && { agencyCode }), ...(state && { state: { in: [...state] } }) };
      const where = { AND: [visible, filter] };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.webhookEndpoint.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
            include: live(),
          }),
        (cap) => db.webhookEndpoint.count({ where, take: cap }),
        toEndpoint,
      );
    },
    async ofAgencies(codes) {
      const rows = await db.webhookEndpoint.findMany({ where: { agencyCode: { in: [...codes] } }, include: live() });
      return rows.map(toEndpoint);
    },
    async change(id, { url, eventTypes }) {
      await db.webhookEndpoint.update({
        where: { id },
        data: { ...(url !== undefined && { url }), ...(eventTypes && { eventTypes: [...eventTypes] }) },
      });
    },
    async setState(id, state, reason) {
      // Whoever resumes has mended it: failures of before count no more.
      const anew = state === 'ACTIVE' && { failingSince: null, failures: 0, heldUntil: null };
      await db.webhookEndpoint.update({ where: { id }, data: { state, stateReason: reason ?? null, ...anew } });
      if (anew) await wakeUp(db, 'outbox');
    },
    async remove(id) {
      await db.webhookEndpoint.deleteMany({ where: { id } });
    },
    async addSecret(endpointId, secretId, secret, overlapHours) {
      await db.$executeRaw`
        UPDATE webhook_secret s
           SET expires_at = LEAST(s.expires_at, now() + make_interval(hours =>
                 CASE WHEN s.id = (SELECT id FROM webhook_secret WHERE endpoint_id = s.endpoint_id ORDER BY id DESC LIMIT 1)
                      THEN ${overlapHours}::int ELSE 0 END))
         WHERE s.endpoint_id = ${endpointId}::uuid`;
      await insertSecret(endpointId, secretId, secret);
    },
    async addDeliveries(deliveries) {
      if (deliveries.length === 0) return;
      await db.webhookDelivery.createMany({
        data: deliveries.map(({ eventId, ...columns }) => ({
          ...columns,
          eventId: eventId ?? null,
          status: 'PENDING',
        })),
        skipDuplicates: true,
      });
      await wakeUp(db, 'outbox');
    },
    async findDelivery(scope, id) {
      const endpoint = endpointScope(scope);
      const row = endpoint && (await db.webhookDelivery.findFirst({ where: { id, endpoint }, include: attempts }));
      return row ? toDelivery(row, crypto) : undefined;
    },
    async listDeliveries(endpointId, { status }, page) {
      const where = { endpointId, ...(status && { status: { in: [...status] } }) };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.webhookDelivery.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
            include: attempts,
          }),
        (cap) => db.webhookDelivery.count({ where, take: cap }),
        (row): WebhookDelivery => toDelivery(row, crypto),
      );
    },
    async sendAgain(ids) {
      await db.$executeRaw`
        WITH again AS (
          UPDATE webhook_delivery
             SET status = 'PENDING', tries = 0, next_attempt_at = ${DUE_AT_ONCE}, finished_at = NULL, offered_at = NULL
           WHERE id = ANY(${ids}::uuid[]) AND (lease_until IS NULL OR lease_until <= now())
          RETURNING endpoint_id)
        UPDATE webhook_endpoint SET held_until = NULL WHERE id IN (SELECT endpoint_id FROM again)`;
      await wakeUp(db, 'outbox');
    },
    async ofEvents(endpointId, eventIds) {
      const rows = await db.webhookDelivery.findMany({
        where: { endpointId, eventId: { in: [...eventIds] } },
        select: { id: true, eventId: true },
      });
      return new Map(rows.flatMap(({ id, eventId }) => (eventId === null ? [] : [[eventId, id] as const])));
    },
    async forget(days) {
      const deliveries = await db.$executeRaw`
        DELETE FROM webhook_delivery WHERE created_at < now() - make_interval(days => ${days})`;
      const secrets = await db.$executeRaw`DELETE FROM webhook_secret WHERE expires_at <= now()`;
      return deliveries + secrets;
    },
  };
}
