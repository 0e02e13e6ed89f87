import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The items of the catalogue, by their files. */
export function itemCodes(): readonly string[] {
  return readdirSync(join(import.meta.dirname, '../../../catalogue/items'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'));
}
