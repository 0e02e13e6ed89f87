import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Publishes every item whose definition changed, as its next version. Cases keep the version they were accepted under. */
export async function publishCatalogue(deps: UsecaseDependencies, items: readonly ServiceItem[]): Promise<number> {
  let published = 0;
  for (const item of items) {
    const digest = deps.digest.plain(JSON.stringify(item));
    const result = await deps.stores.catalogue.publish(item, digest, deps.ids.next(), deps.clock.now());
    if (result === 'PUBLISHED') published += 1;
  }
  return published;
}
