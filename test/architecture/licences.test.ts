import { describe, expect, it } from 'vitest';
import { productionPackages } from '../../tools/sbom/production-packages.ts';
import { readText } from './support/repository-files.ts';

/** Each lets us pass the whole on to an agency under our own licence; none asks for our source. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
  '(MIT AND BSD-3-Clause)',
  'MIT and ISC',
]);

/** Looked at one by one on 2026-11-21. */
const LOOKED_AT: Readonly<Record<string, string>> = {
  // The lockfile does not know: an old form of package.json, or none. The file LICENSE of each says MIT.
  buildcheck: 'MIT',
  'cpu-features': 'MIT',
  'seq-queue': 'MIT',
  ssh2: 'MIT',
  // Weak copyleft, used unchanged; a part of Prisma's own command line that we never load.
  elkjs: 'EPL-2.0',
};

const packages = [...productionPackages(JSON.parse(readText('package-lock.json')))].map(([purl, licence]) => ({
  name: decodeURIComponent(purl.slice('pkg:npm/'.length, purl.lastIndexOf('@'))),
  licence,
}));

describe('what runs in production', () => {
  it('is under licences that we may pass on', () => {
    const others = packages.filter(({ name, licence }) => !ALLOWED.has(licence) && !(name in LOOKED_AT));

    expect(packages.length).toBeGreaterThan(100);
    expect(others).toEqual([]);
  });

  it('holds everything that was looked at by hand', () => {
    const names = new Set(packages.map(({ name }) => name));

    expect(Object.keys(LOOKED_AT).filter((name) => !names.has(name))).toEqual([]);
  });
});
