import type { RowScope } from '#domain/access/row-scope.ts';
import type { CatalogueStore } from '#domain/catalogue/catalogue-stores.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { makeAgencyLoaders } from '#store/loaders/agency-loaders.ts';
import { makeCaseLoaders } from '#store/loaders/case-loaders.ts';
import { makeCasesOfPersonLoader } from '#store/loaders/cases-of-person.ts';
import { makeDisputeLoaders } from '#store/loaders/dispute-loaders.ts';
import { makeLinksOfPersonLoader } from '#store/loaders/links-of-person.ts';
import { makeMutualAidLoader } from '#store/loaders/mutual-aid-loader.ts';
import { makeRegistryLoaders } from '#store/loaders/registry-loaders.ts';

/** All loaders over our own tables; those over agencies are added where the connectors are known. */
export function createLoaders(
  db: Connection,
  { crypto }: { readonly crypto: CryptoProvider },
  scope: RowScope,
  catalogue: CatalogueStore,
): Omit<Loaders, 'docketsOfPerson' | 'insuranceOfPerson' | 'assistanceOfPerson'> {
  return {
    ...makeRegistryLoaders(db, crypto, scope),
    ...makeCaseLoaders(db, crypto, scope),
    linksOfPerson: makeLinksOfPersonLoader(db, crypto),
    mutualAidOfPerson: makeMutualAidLoader(db),
    casesOfPerson: makeCasesOfPersonLoader(db, scope),
    ...makeAgencyLoaders(db, crypto, catalogue),
    ...makeDisputeLoaders(db, crypto),
  };
}
