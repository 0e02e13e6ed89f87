import type { PersonLinkStore } from '#domain/registry/match-stores.ts';
import type { PersonLink, PersonLinkStatus } from '#domain/registry/person-link.ts';
import type { PersonLink as PersonLinkRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';

const reasonPlace = (id: string) => `person_link.reason:${id}`;
const splitPlace = (id: string) => `person_link.split_reason:${id}`;

export function toPersonLink(row: PersonLinkRow, crypto: CryptoProvider): PersonLink {
  return {
    id: row.id,
    keepId: row.keepId,
    mergeId: row.mergeId,
    status: row.status as PersonLinkStatus,
    reason: crypto.openText(row.reasonSealed, reasonPlace(row.id)),
    linkedBy: row.linkedBy,
    linkedAt: row.linkedAt,
    split:
      row.splitBy && row.splitAt && row.splitReasonSealed
        ? { by: row.splitBy, at: row.splitAt, reason: crypto.openText(row.splitReasonSealed, splitPlace(row.id)) }
        : undefined,
  };
}

export function createPersonLinkStore(db: Connection, crypto: CryptoProvider): PersonLinkStore {
  const find = async (id: string): Promise<PersonLink | undefined> => {
    const row = await db.personLink.findUnique({ where: { id } });
    return row ? toPersonLink(row, crypto) : undefined;
  };
  return {
    async lockPeople(personIds) {
      const ids = [...new Set(personIds)];
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM person WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
      return rows.length === ids.length;
    },
    async active(personIds) {
      const ids = { in: [...personIds] };
      const rows = await db.personLink.findMany({
        where: { status: 'LINKED', OR: [{ keepId: ids }, { mergeId: ids }] },
        orderBy: { id: 'asc' },
      });
      return rows.map((row) => toPersonLink(row, crypto));
    },
    async insert({ id, keepId, mergeId, status, reason, linkedBy, linkedAt }) {
      const reasonSealed = crypto.seal(reason, reasonPlace(id));
      await db.personLink.create({ data: { id, keepId, mergeId, status, reasonSealed, linkedBy, linkedAt } });
    },
    async take(id) {
      await db.$queryRaw`SELECT 1 FROM person_link WHERE id = ${id}::uuid FOR UPDATE`;
      return find(id);
    },
    find,
    async split(id, { by, at, reason }) {
      await db.personLink.update({
        where: { id },
        data: { status: 'SPLIT', splitBy: by, splitAt: at, splitReasonSealed: crypto.seal(reason, splitPlace(id)) },
      });
    },
    async knownToDiffer(personId) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT CASE WHEN keep_id = ${personId}::uuid THEN merge_id ELSE keep_id END::text AS id
          FROM person_link WHERE status = 'SPLIT' AND (keep_id = ${personId}::uuid OR merge_id = ${personId}::uuid)
        UNION
        SELECT candidate.person_id::text FROM match_review review JOIN match_candidate candidate ON candidate.review_id = review.id
         WHERE review.status = 'REGISTERED' AND review.person_id = ${personId}::uuid
        UNION
        SELECT review.person_id::text FROM match_candidate candidate JOIN match_review review ON review.id = candidate.review_id
         WHERE review.status = 'REGISTERED' AND candidate.person_id = ${personId}::uuid AND review.person_id IS NOT NULL`;
      return rows.map(({ id }) => id);
    },
  };
}
