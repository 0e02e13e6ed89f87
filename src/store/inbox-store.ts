import { createHash } from 'node:crypto';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { InboxStore, NewInboundMessage } from '#domain/agencies/agency-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';
import { wakeUp } from '#store/wake-up.ts';

const place = (id: string) => `inbound_message.body:${id}`;

export function createInboxStore(db: Connection, crypto: CryptoProvider): InboxStore {
  return {
    async store(message) {
      const bodyHash = new Uint8Array(createHash('sha256').update(message.body).digest());
      const inserted = await db.inboundMessage.createMany({
        data: {
          id: message.id,
          agencyCode: message.agencyCode,
          messageId: message.messageId,
          via: message.via,
          bodyHash,
          bodySealed: crypto.seal(message.body, place(message.id)),
          status: 'STORED',
          receivedAt: message.receivedAt,
        },
        skipDuplicates: true,
      });
      if (inserted.count === 1) {
        await wakeUp(db, 'inbox');
        return 'STORED';
      }
      const { agencyCode, messageId } = message;
      const earlier = await db.inboundMessage.findUniqueOrThrow({
        where: { agencyCode_messageId: { agencyCode, messageId } },
        select: { bodyHash: true },
      });
      return Buffer.from(earlier.bodyHash).equals(bodyHash) ? 'SAME' : 'CONFLICT';
    },
    async take(id) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE inbound_message SET attempts = attempts + 1
         WHERE id = (SELECT id FROM inbound_message WHERE id = ${id}::uuid AND status = 'STORED' FOR UPDATE SKIP LOCKED)
        RETURNING id::text`;
      if (!rows[0]) return undefined;
      const row = await db.inboundMessage.findUniqueOrThrow({ where: { id } });
      return {
        id: row.id,
        agencyCode: row.agencyCode as AgencyCode,
        messageId: row.messageId,
        via: row.via as NewInboundMessage['via'],
        body: crypto.open(row.bodySealed, place(row.id)),
        receivedAt: row.receivedAt,
        attempts: row.attempts,
      };
    },
    async finish(id, end) {
      await db.inboundMessage.update({
        where: { id },
        data: { status: end.status, reason: end.reason ?? null, referralId: end.referralId ?? null, appliedAt: end.at },
      });
    },
    async offerDue(limit, reofferAfterSeconds) {
      const rows = await db.$queryRaw<{ id: string; agency_code: string }[]>`
        ${PREPARED} WITH due AS MATERIALIZED (
           SELECT id FROM inbound_message
            WHERE status = 'STORED'
              AND (offered_at IS NULL OR offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
            ORDER BY id
            LIMIT ${limit}
            FOR UPDATE SKIP LOCKED)
        UPDATE inbound_message message SET offered_at = now() FROM due WHERE message.id = due.id
        RETURNING message.id::text, agency_code`;
      // UPDATE … RETURNING promises no order; ids are made in order of arrival.
      return rows
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((row) => ({ id: row.id, agencyCode: row.agency_code as AgencyCode }));
    },
  };
}
