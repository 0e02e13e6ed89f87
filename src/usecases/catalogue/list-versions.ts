import type { VersionStore } from '#domain/catalogue/catalogue-stores.ts';
import type { CatalogueVersion } from '#domain/catalogue/catalogue-version.ts';
import { type CatalogueChange, changesBetween } from '#domain/catalogue/version-changes.ts';

/** A version beside the one in force. */
export interface ComparedVersion extends CatalogueVersion {
  /** What it says otherwise than the version in force; absent where nothing is in force. */
  readonly changes?: readonly CatalogueChange[] | undefined;
}

/** Newest first. */
export async function listVersions(versions: VersionStore, code: string): Promise<readonly ComparedVersion[]> {
  const all = await versions.list(code);
  const inForce = all.find(({ status }) => status === 'PUBLISHED');
  return all.map((version) => ({ ...version, changes: inForce && changesBetween(inForce.item, version.item) }));
}

export async function findVersion(versions: VersionStore, id: string): Promise<ComparedVersion | undefined> {
  const code = (await versions.find(id))?.code;
  return code === undefined ? undefined : (await listVersions(versions, code)).find((version) => version.id === id);
}
