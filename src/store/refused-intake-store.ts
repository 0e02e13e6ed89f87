import type { RefusedIntakeStore } from '#domain/catalogue/catalogue-stores.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';

export function createRefusedIntakeStore(db: Connection, crypto: CryptoProvider): RefusedIntakeStore {
  return {
    async keep({ form, facts, reasons, confirmedPassports, ...columns }) {
      const { id } = columns;
      await db.refusedIntake.createMany({
        data: [
          {
            ...columns,
            personId: columns.personId ?? null,
            workplaceDivision: columns.workplaceDivision ?? null,
            formSealed: crypto.seal(JSON.stringify(form), `refused_intake.form:${id}`),
            factsSealed: crypto.seal(JSON.stringify(facts), `refused_intake.facts:${id}`),
            reasons: reasons as unknown as Prisma.InputJsonArray,
            confirmedPassports: [...confirmedPassports],
          },
        ],
        skipDuplicates: true,
      });
    },
  };
}
