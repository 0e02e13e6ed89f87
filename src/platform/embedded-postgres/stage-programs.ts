import { chmodSync, copyFileSync, linkSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { completeLibraryLinks } from './library-links.ts';

/** Only of use to whoever compiles against PostgreSQL. */
const NOT_NEEDED = /\.a$|^lib\/pkgconfig|^lib\/postgresql\/pgxs|^include/;

/**
 * Puts the programs at `place`, once: later calls find them complete and change nothing. Hard links cost 12 ms and no
 * disk; copying (another disk, or files others could change) costs 0.3 s and 58 MB.
 */
export function stagePrograms(native: string, place: string): void {
  const files = programFiles(native);
  if (isComplete(place, native, files)) return;
  const draft = `${place}.new-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  try {
    makeOpenFolder(draft);
    for (const file of files) placeFile(native, draft, file);
    completeLibraryLinks(native, draft);
    replaceFolder(draft, place, () => isComplete(place, native, files));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function programFiles(native: string): string[] {
  return readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(native, path.join(entry.parentPath, entry.name)))
    .filter((file) => !NOT_NEEDED.test(file));
}

/**
 * Complete, and ours: /var/tmp is open to everybody, so a folder that somebody else made there is never executed.
 * Cleaners of temporary folders delete single old files, hence the look at each.
 */
function isComplete(place: string, native: string, files: readonly string[]): boolean {
  const folder = lstatSync(place, { throwIfNoEntry: false });
  if (!folder || !isFolderOfOurs(folder)) return false;
  const allThere = files.every((file) => {
    const staged = lstatSync(path.join(place, file), { throwIfNoEntry: false });
    return staged?.isFile() && staged.size === lstatSync(path.join(native, file)).size;
  });
  if (allThere) completeLibraryLinks(native, place);
  return allThere;
}

function isFolderOfOurs(stats: Stats): boolean {
  return stats.isDirectory() && belongsToUsAlone(stats);
}

function belongsToUsAlone(stats: Stats): boolean {
  return stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

function placeFile(native: string, draft: string, file: string): void {
  const source = path.join(native, file);
  const target = path.join(draft, file);
  makeOpenFolder(path.dirname(target));
  const stats = lstatSync(source);
  const executable = (stats.mode & 0o100) !== 0;
  const openMode = executable ? 0o755 : 0o644;
  if (belongsToUsAlone(stats) && (stats.mode & openMode) === openMode) {
    try {
      return linkSync(source, target);
    } catch {
      // Another file system, or links are restricted: copy.
    }
  }
  copyFileSync(source, target);
  chmodSync(target, openMode);
}

/** The mode is set apart from making the folder because a strict umask would close it to the other account. */
function makeOpenFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made === undefined) return;
  for (let each = folder; each.startsWith(made); each = path.dirname(each)) chmodSync(each, 0o755);
}

function replaceFolder(draft: string, place: string, isGood: () => boolean): void {
  const present = lstatSync(place, { throwIfNoEntry: false });
  if (present && !isFolderOfOurs(present)) throw new Error('something of that name belongs to somebody else');
  try {
    return renameSync(draft, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
  // Another process was as quick, or what is there is damaged.
  if (isGood()) return;
  const damaged = `${place}.old-${process.pid}`;
  renameSync(place, damaged);
  renameSync(draft, place);
  rmSync(damaged, { recursive: true, force: true });
}
