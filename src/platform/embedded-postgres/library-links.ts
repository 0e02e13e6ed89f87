import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

interface LibraryLink {
  /** Paths as the package writes them, from its root: `native/lib/libpq.so.5.18`. */
  readonly source: string;
  readonly target: string;
}

/**
 * npm packages cannot hold symbolic links, so the package lists the links between its libraries and makes them in an
 * install script. After `npm ci --ignore-scripts` they are missing and no program starts; this makes the missing ones
 * in `place`, a folder laid out like the package's `native`.
 */
export function completeLibraryLinks(native: string, place: string): void {
  for (const { source, target } of readLinks(native)) {
    const link = path.join(place, path.relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process was as quick.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function readLinks(native: string): LibraryLink[] {
  try {
    return JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  } catch (error) {
    // Windows needs no links and its package brings no list.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
