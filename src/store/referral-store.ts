import type { ReferralStore } from '#domain/cases/case-stores.ts';
import { EMPTY_PAGE } from '#domain/page.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { toReferral } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { referralScope } from '#store/scopes.ts';

export function createReferralStore(db: Connection, crypto: CryptoProvider): ReferralStore {
  return {
    async find(scope, id) {
      const where = referralScope(scope);
      const row = where ? await db.referral.findFirst({ where: { AND: [where, { id }] } }) : null;
      return row ? toReferral(row, crypto) : undefined;
    },
    async list(scope, filter, page) {
      const visible = referralScope(scope);
      if (!visible) return EMPTY_PAGE;
      const where = { AND: [visible, filter.status ? { status: { in: [...filter.status] } } : {}] };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.referral.findMany({ where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where, take, orderBy }),
        (cap) => db.referral.count({ where, take: cap }),
        (row) => toReferral(row, crypto),
      );
    },
  };
}
