import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readText } from './support/repository-files.ts';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      hasInstallScript: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});

const Manifest = z.object({
  allowScripts: z.record(z.string(), z.boolean()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

const lockfile = Lockfile.parse(JSON.parse(readText('package-lock.json')));
const manifest = Manifest.parse(JSON.parse(readText('package.json')));

const installed = Object.entries(lockfile.packages).filter(([path]) => path !== '');

describe('the packages we install', () => {
  it('come from whatever registry the operator uses: the lockfile holds no addresses', () => {
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(readText('package-lock.json')).not.toMatch(/"resolved"/);
  });

  it('are what they were when they were chosen: each has the hash of its archive', () => {
    const unproven = installed.filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));

    expect(unproven.map(([path]) => path)).toEqual([]);
  });

  it('run an install script only where package.json answers for it', () => {
    const withScript = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

    expect(withScript.length).toBeGreaterThan(0);
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...new Set(withScript)].toSorted());
  });

  it('are pinned to one version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
