import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The YAML files right in one folder of the catalogue, each as its path from there; none where the folder is missing. */
export async function yamlFiles(catalogue: string, folder: string): Promise<readonly string[]> {
  if (!existsSync(join(catalogue, folder))) return [];
  const names = (await readdir(join(catalogue, folder))).filter((name) => name.endsWith('.yaml'));
  return names.toSorted().map((name) => join(folder, name));
}
