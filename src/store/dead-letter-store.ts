import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import type { DeadLetterStore } from '#domain/delivery-stores.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type { DeadLetter } from '#domain/referrals/dead-letter.ts';
import type { StopReason } from '#domain/referrals/referral.ts';
import type { Effect as EffectRow, Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { readDeliveries } from '#store/agency-deliveries.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { referralScope, stemOf } from '#store/scopes.ts';

export function createDeadLetterStore(db: Connection, crypto: CryptoProvider): DeadLetterStore {
  return {
    async list(scope, agencyCode, page) {
      const referral = referralScope(scope);
      if (!referral) return EMPTY_PAGE;
      // Every agency by name where none is asked for: the index begins with it.
      const codes = agencyCode ? [agencyCode] : (await db.agency.findMany({ select: { code: true } })).map(codeOf);
      const where: Prisma.EffectWhereInput = { agencyCode: { in: codes }, status: 'STOPPED', referral };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.effect.findMany({ where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where, take, orderBy }),
        (cap) => db.effect.count({ where, take: cap }),
        toDeadLetter,
      );
    },
    async find(scope, id) {
      const referral = referralScope(scope);
      const row = referral ? await db.effect.findFirst({ where: { id, status: 'STOPPED', referral } }) : null;
      return row ? toDeadLetter(row) : undefined;
    },
    count: (agencyCode, divisionCode) =>
      db.effect.count({ where: { agencyCode, status: 'STOPPED', ...ofDivision(divisionCode) } }),
    deliveries: () => readDeliveries(db, crypto),
  };
}

/** As the scope of a division: where the applicant lives, and where they work. */
function ofDivision(divisionCode: string | undefined): Prisma.EffectWhereInput {
  if (divisionCode === undefined) return {};
  const within = { startsWith: stemOf(divisionCode) };
  return { referral: { case: { OR: [{ divisionCode: within }, { workplaceDivision: within }] } } };
}

function codeOf({ code }: { code: string }): string {
  return code;
}

function toDeadLetter(row: EffectRow): DeadLetter {
  return {
    id: row.id,
    referralId: row.referralId,
    agencyCode: row.agencyCode as AgencyCode,
    kind: row.kind as EffectKind,
    // Stopped before reasons were written down: then it was a fault of ours.
    reason: (row.stopReason as StopReason | null) ?? 'WOULD_FAIL_AGAIN',
    lastFault: row.lastFault ?? undefined,
    attempts: row.attempts,
    mayHaveArrived: row.unclear,
    since: row.finishedAt ?? row.createdAt,
  };
}
