import { CATALOGUE_FILES, type CatalogueVersion, replaced } from '#domain/catalogue/catalogue-version.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Makes a version of every item whose file changed since it was last read. A new item comes into force at once; in
 * production a change of one that is in force is only drafted, for an officer to rehearse and publish. Cases keep the
 * version they were accepted under. Answers how many were published.
 */
export async function publishCatalogue(deps: UsecaseDependencies, items: readonly ServiceItem[]): Promise<number> {
  let published = 0;
  for (const item of items) {
    const version = await deps.unitOfWork.run((tx) => readIn(deps, tx, item));
    if (version?.status === 'PUBLISHED') published += 1;
    if (version?.status === 'DRAFT') {
      const { code, version: number } = version;
      deps.log.warn(
        { code, version: number },
        'a changed item was drafted; rehearse and publish it to bring it into force',
      );
    }
  }
  return published;
}

async function readIn(deps: UsecaseDependencies, tx: Stores, item: ServiceItem): Promise<CatalogueVersion | undefined> {
  const versions = await tx.versions.take(item.code);
  const digest = deps.digest.plain(JSON.stringify(item));
  // Compared with what the files said last, not with what is in force: an officer may have published something else
  // since, and a draft that was discarded does not come back with each start.
  const lastOfFiles = versions.find(({ draftedBy }) => draftedBy === CATALOGUE_FILES);
  const inForce = versions.find(({ status }) => status === 'PUBLISHED');
  if (lastOfFiles?.digest === digest || inForce?.digest === digest) return undefined;
  const at = deps.clock.now();
  const atOnce = !inForce || !deps.production;
  const version: CatalogueVersion = {
    id: deps.ids.next(),
    code: item.code,
    version: (versions[0]?.version ?? 0) + 1,
    item,
    digest,
    status: atOnce ? 'PUBLISHED' : 'DRAFT',
    draftedAt: at,
    draftedBy: CATALOGUE_FILES,
    ...(atOnce && { publishedAt: at, publishedBy: CATALOGUE_FILES }),
  };
  if (inForce && atOnce) await tx.versions.save(replaced(inForce, at));
  await tx.versions.insert(version);
  return version;
}
