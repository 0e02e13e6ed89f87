import type { Loaders } from '#domain/loaders.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { toReferral } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { makeListLoader, makeLoader } from '#store/loaders/make-loader.ts';
import { toMediator, toRoom, WITH_LOAD } from '#store/mediator-store.ts';

type DisputeLoaders = Pick<Loaders, 'mediator' | 'mediationRoom' | 'mediatorsOfRoom' | 'endedReferralsOfCase'>;

export function makeDisputeLoaders(db: Connection, crypto: CryptoProvider): DisputeLoaders {
  return {
    mediator: makeLoader(
      async (ids) =>
        (await db.mediator.findMany({ where: { id: { in: [...ids] } }, include: WITH_LOAD })).map(toMediator),
      (mediator) => mediator.id,
    ),
    mediationRoom: makeLoader(
      async (ids) => (await db.mediationRoom.findMany({ where: { id: { in: [...ids] } } })).map(toRoom),
      (room) => room.id,
    ),
    mediatorsOfRoom: makeListLoader(
      async (ids) =>
        (
          await db.mediator.findMany({
            where: { roomId: { in: [...ids] } },
            include: WITH_LOAD,
            orderBy: { id: 'asc' },
          })
        ).map(toMediator),
      (mediator) => mediator.roomId,
    ),
    endedReferralsOfCase: makeListLoader(
      async (ids) => {
        const rows = await db.referral.findMany({
          where: { caseId: { in: [...ids] }, endedAt: { not: null } },
          orderBy: { id: 'asc' },
        });
        return rows.map((row) => toReferral(row, crypto));
      },
      (referral) => referral.caseId,
    ),
  };
}
