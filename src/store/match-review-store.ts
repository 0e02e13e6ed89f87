import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import {
  keyOfRecord,
  kindOfRecord,
  type MatchRecord,
  type MatchReview,
  type MatchReviewReason,
  type MatchReviewStatus,
  type RecordSource,
} from '#domain/registry/match-review.ts';
import type { MatchReviewStore, NewMatchReview } from '#domain/registry/match-stores.ts';
import type { MatchPartKind } from '#domain/registry/match-weights.ts';
import type { Agreement, MatchPart } from '#domain/registry/score-candidates.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { matchReviewScope } from '#store/scopes.ts';

const recordPlace = (id: string) => `match_review.record:${id}`;
const notePlace = (id: string) => `match_review.note:${id}`;

const WITH_CANDIDATES = {
  candidates: { orderBy: [{ score: 'desc' }, { personId: 'asc' }] },
} satisfies Prisma.MatchReviewInclude;

type Row = Prisma.MatchReviewGetPayload<{ include: typeof WITH_CANDIDATES }>;

export function createMatchReviewStore(db: Connection, crypto: CryptoProvider): MatchReviewStore {
  const opened = (row: Row): MatchReview => openReview(row, crypto);
  const one = async (where: Prisma.MatchReviewWhereInput): Promise<MatchReview | undefined> => {
    const row = await db.matchReview.findFirst({ where, include: WITH_CANDIDATES });
    return row ? opened(row) : undefined;
  };

  return {
    async open(review) {
      const key = keyOf(review);
      const { count } = await db.matchReview.createMany({
        data: [{ ...key, ...contentOf(review, review.id, crypto), id: review.id, status: 'OPEN' }],
        // Waits for a transaction that is opening the same one, then yields to it.
        skipDuplicates: true,
      });
      if (count === 1) await db.matchCandidate.createMany({ data: candidateRows(review, review.id) });
      const open: MatchReview = count === 1 ? { ...review, status: 'OPEN' } : await renew(db, review, opened, crypto);
      if (open.status === 'OPEN') {
        const { identityDigest, ...sameRecord } = key;
        await db.matchReview.updateMany({
          where: { ...sameRecord, status: 'OPEN', identityDigest: { not: identityDigest } },
          data: { status: 'SUPERSEDED', updatedAt: review.receivedAt },
        });
      }
      return open;
    },
    async take(scope, id) {
      const visible = matchReviewScope(scope);
      if (!visible) return undefined;
      await db.$queryRaw`SELECT 1 FROM match_review WHERE id = ${id}::uuid FOR UPDATE`;
      return one({ AND: [visible, { id }] });
    },
    async find(scope, id) {
      const visible = matchReviewScope(scope);
      return visible ? one({ AND: [visible, { id }] }) : undefined;
    },
    async list(scope, { status }, page) {
      const visible = matchReviewScope(scope);
      if (!visible) return EMPTY_PAGE;
      const where = { AND: [visible, status ? { status: { in: [...status] } } : {}] };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.matchReview.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            include: WITH_CANDIDATES,
            take,
            orderBy,
          }),
        (cap) => db.matchReview.count({ where, take: cap }),
        opened,
      );
    },
    async decide(id, status, { by, at, note, personId, leadId }) {
      await db.matchReview.update({
        where: { id },
        data: {
          status,
          decidedBy: by,
          decidedAt: at,
          noteSealed: note === undefined ? null : crypto.seal(note, notePlace(id)),
          personId: personId ?? null,
          leadId: leadId ?? null,
          updatedAt: at,
        },
      });
    },
    async supersede(agencyCode, recordKeys, at) {
      if (recordKeys.length === 0) return;
      await db.matchReview.updateMany({
        where: { agencyCode, recordKey: { in: [...recordKeys] }, status: 'OPEN' },
        data: { status: 'SUPERSEDED', updatedAt: at },
      });
    },
  };
}

/**
 * The same words about the same record: a decision stands. While there is none the newest content waits, also of one that
 * was superseded: the agency is back at these words.
 */
async function renew(
  db: Connection,
  review: NewMatchReview,
  opened: (row: Row) => MatchReview,
  crypto: CryptoProvider,
): Promise<MatchReview> {
  const key = { agencyCode_recordKind_recordKey_identityDigest: keyOf(review) };
  const { id } = await db.matchReview.findUniqueOrThrow({ where: key, select: { id: true } });
  await db.$queryRaw`SELECT 1 FROM match_review WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await db.matchReview.findUniqueOrThrow({ where: { id }, include: WITH_CANDIDATES });
  if (found.status !== 'OPEN' && found.status !== 'SUPERSEDED') return opened(found);
  await db.matchCandidate.deleteMany({ where: { reviewId: id } });
  await db.matchCandidate.createMany({ data: candidateRows(review, id) });
  const { receivedAt: _first, ...content } = contentOf(review, id, crypto);
  return opened(
    await db.matchReview.update({ where: { id }, data: { ...content, status: 'OPEN' }, include: WITH_CANDIDATES }),
  );
}

function keyOf({ agencyCode, record, identityDigest }: NewMatchReview) {
  return { agencyCode, recordKind: kindOfRecord(record), recordKey: keyOfRecord(record), identityDigest };
}

function contentOf(review: NewMatchReview, id: string, crypto: CryptoProvider) {
  return {
    reason: review.reason,
    divisionCode: review.divisionCode,
    recordSealed: crypto.seal(JSON.stringify(review.record), recordPlace(id)),
    sourceKind: review.source.kind,
    sourceId: review.source.id,
    rowNumber: review.source.rowNumber,
    receivedAt: review.receivedAt,
    updatedAt: review.receivedAt,
  };
}

function candidateRows({ candidates }: NewMatchReview, reviewId: string) {
  return candidates.map(({ personId, score, parts }) => ({
    reviewId,
    personId,
    score,
    parts: parts.map(({ kind, agreement, points }) => `${kind}:${agreement}:${points}`),
  }));
}

function openReview(row: Row, crypto: CryptoProvider): MatchReview {
  const agencyCode = row.agencyCode as AgencyCode;
  return {
    id: row.id,
    recordKey: row.recordKey,
    record: JSON.parse(crypto.openText(row.recordSealed, recordPlace(row.id))) as MatchRecord,
    source: {
      agencyCode,
      kind: row.sourceKind as RecordSource['kind'],
      id: row.sourceId,
      rowNumber: row.rowNumber,
    },
    agencyCode,
    reason: row.reason as MatchReviewReason,
    status: row.status as MatchReviewStatus,
    divisionCode: row.divisionCode,
    candidates: row.candidates.map(({ personId, score, parts }) => ({ personId, score, parts: parts.map(toPart) })),
    receivedAt: row.receivedAt,
    decision:
      row.decidedBy && row.decidedAt
        ? {
            by: row.decidedBy,
            at: row.decidedAt,
            note: row.noteSealed ? crypto.openText(row.noteSealed, notePlace(row.id)) : undefined,
            personId: row.personId ?? undefined,
            leadId: row.leadId ?? undefined,
          }
        : undefined,
  };
}

/** As candidateRows wrote it. */
function toPart(text: string): MatchPart {
  const [kind, agreement, points] = text.split(':');
  return { kind: kind as MatchPartKind, agreement: agreement as Agreement, points: Number(points) };
}
