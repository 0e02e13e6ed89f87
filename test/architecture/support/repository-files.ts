import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What is never committed. The tree is walked, not asked of git, so that an unpacked archive can be tested as well. */
const NOT_OURS = new Set(['.git', 'node_modules', '.onedoor', 'coverage', 'src/generated']);

/** Every file of the repository as a path from its root, with `/` on every system, sorted. */
export function repositoryFiles(folder = ''): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.has(path)) continue;
    if (entry.isDirectory()) found.push(...repositoryFiles(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.toSorted();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
