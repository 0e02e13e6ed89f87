import { type CryptoProvider, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { openPerson, residentIdIndex } from '#store/sealed-person.ts';

/** OTHER_SEAL: sealed with a key that is not here. OTHER_INDEX: opens, but nobody would be found by number. */
export type SealedSample = 'EMPTY' | 'OPENS' | 'OTHER_SEAL' | 'OTHER_INDEX';

/** Opens the oldest and the newest entry of the register, which between them show a wrong and a forgotten key. */
export async function trySealedSample(db: Connection, crypto: CryptoProvider): Promise<SealedSample> {
  const rows = [
    ...(await db.person.findMany({ orderBy: { id: 'asc' }, take: 1 })),
    ...(await db.person.findMany({ orderBy: { id: 'desc' }, take: 1 })),
  ];
  if (rows.length === 0) return 'EMPTY';
  try {
    const found = rows.every((row) =>
      Buffer.from(residentIdIndex(openPerson(row, crypto).residentId, crypto)).equals(row.residentIdIndex),
    );
    return found ? 'OPENS' : 'OTHER_INDEX';
  } catch (error) {
    if (error instanceof SealBrokenError) return 'OTHER_SEAL';
    throw error;
  }
}
