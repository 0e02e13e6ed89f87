import type { OperatorActionStore } from '#domain/delivery-stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';

export function createOperatorActionStore(db: Connection, crypto: CryptoProvider): OperatorActionStore {
  return {
    async add({ reason, subjectId, ...action }) {
      const reasonSealed = crypto.seal(reason, `operator_action.reason:${action.id}`);
      await db.operatorAction.create({ data: { ...action, subjectId: subjectId ?? null, reasonSealed } });
    },
  };
}
