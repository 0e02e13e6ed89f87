import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingFrom, productionPackages, withoutDevelopment } from './sbom/production-packages.ts';

/**
 * `npm run sbom [-- <file>]` writes what runs in production as CycloneDX, sbom.cdx.json unless told otherwise. Needs no network. `--check`
 * writes nothing and ends with 1 when the list would lack a package of the lockfile.
 */
const ROOT = path.join(import.meta.dirname, '..');

function main(argument: string | undefined): number {
  const lockfile: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const production = productionPackages(lockfile);
  const sbom = withoutDevelopment(JSON.parse(everything()), production);
  const missing = missingFrom(sbom, production);
  if (missing.length > 0) {
    console.error(`the list lacks ${missing.length} packages: ${missing.slice(0, 10).join(', ')}`);
    return 1;
  }
  if (argument !== '--check') writeFileSync(argument ?? 'sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${production.size} packages`);
  return 0;
}

/**
 * With the packages of development: `--omit dev` of npm 11.19 leaves out 90 that production needs as well when development reached them
 * first, graphql, zod and ws among them.
 */
function everything(): string {
  return execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    // npm is a script on Windows, which starts through a shell only.
    shell: process.platform === 'win32',
  });
}

process.exitCode = main(process.argv[2]);
