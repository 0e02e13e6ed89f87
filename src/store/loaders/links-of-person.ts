import DataLoader from 'dataloader';
import type { Loaders } from '#domain/loaders.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readLinkGroups } from '#store/link-groups.ts';
import { toPersonLink } from '#store/person-link-store.ts';

/** Two statements however many people are asked about. Oldest first. */
export function makeLinksOfPersonLoader(db: Connection, crypto: CryptoProvider): Loaders['linksOfPerson'] {
  return new DataLoader(async (personIds: readonly string[]) => {
    const groups = await readLinkGroups(db, personIds);
    const everyone = { in: [...new Set([...groups.values()].flat())] };
    const rows = await db.personLink.findMany({
      where: { OR: [{ keepId: everyone }, { mergeId: everyone }] },
      orderBy: { id: 'asc' },
    });
    const links = rows.map((row) => toPersonLink(row, crypto));
    return personIds.map((id) => {
      const group = groups.get(id) ?? [id];
      return links.filter(({ status, keepId, mergeId }) => {
        const concerned = status === 'LINKED' ? group : [id];
        return concerned.includes(keepId) || concerned.includes(mergeId);
      });
    });
  });
}
