import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { QuarantinedMessage } from '#domain/agencies/quarantined-message.ts';
import type { QuarantinedMessageStore } from '#domain/delivery-stores.ts';
import type { InboundMessage } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { wakeUp } from '#store/wake-up.ts';

/** Everything but the bytes: they hold what nobody who mends deliveries needs to read. */
const SHOWN = {
  id: true,
  agencyCode: true,
  messageId: true,
  via: true,
  reason: true,
  receivedAt: true,
  attempts: true,
} as const;

export function createQuarantinedMessageStore(db: Connection): QuarantinedMessageStore {
  return {
    async list(agencyCode, page) {
      const where = { status: 'QUARANTINED', ...(agencyCode && { agencyCode }) };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.inboundMessage.findMany({
            where: cursorId ? { ...where, id: { lt: cursorId } } : where,
            select: SHOWN,
            take,
            orderBy,
          }),
        (cap) => db.inboundMessage.count({ where, take: cap }),
        toMessage,
      );
    },
    async find(id) {
      const row = await db.inboundMessage.findFirst({ where: { id, status: 'QUARANTINED' }, select: SHOWN });
      return row ? toMessage(row) : undefined;
    },
    async release(id) {
      const { count } = await db.inboundMessage.updateMany({
        where: { id, status: 'QUARANTINED' },
        data: { status: 'STORED', reason: null, appliedAt: null, offeredAt: null, attempts: 0 },
      });
      if (count === 1) await wakeUp(db, 'inbox');
      return count === 1;
    },
  };
}

function toMessage(row: Pick<InboundMessage, keyof typeof SHOWN>): QuarantinedMessage {
  return {
    ...row,
    agencyCode: row.agencyCode as AgencyCode,
    via: row.via as QuarantinedMessage['via'],
    reason: row.reason ?? '',
  };
}
