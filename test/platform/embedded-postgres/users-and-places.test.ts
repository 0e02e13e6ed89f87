import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installedPackage } from '#platform/embedded-postgres/programs.ts';
import { stagePrograms } from '#platform/embedded-postgres/stage-programs.ts';
import { checkOutTo, libraryLinks } from './checkout.ts';
import { query } from './query.ts';
import { startOwner, stopOwners } from './start-owner.ts';
import { temporaryFolder } from './temporary-folder.ts';

const NOBODY = 65534;
/** No system gives out this number, so it has no name in /etc/passwd. */
const NAMELESS = 54_321;
const isRoot = process.getuid?.() === 0;
const SERVER_VERSION = "SELECT current_setting('server_version_num')::int / 10000 AS answer";

afterEach(stopOwners);

describe('where and as whom it runs', () => {
  it('runs from a folder that only its owner can enter, although install scripts were not run', async () => {
    const { script, native } = checkOutTo(temporaryFolder());
    expect(libraryLinks(native)).toEqual([]);

    const owner = await startOwner(temporaryFolder(), { script });

    expect(await query(owner.url, SERVER_VERSION)).toBe(18);
  });

  // Root can become an ordinary user; an ordinary user is one already.
  it.each(['its own checkout', 'a checkout that it may not write to'])(
    'runs as an ordinary user from %s',
    async (kind) => {
      const { script, native } = checkOutTo(temporaryFolder({ open: true }));
      const lib = path.join(native, 'lib');
      chmodSync(lib, kind === 'its own checkout' ? 0o777 : 0o555);

      const dataDir = path.join(temporaryFolder({ open: true }), 'postgres');
      const owner = await startOwner(dataDir, { script, ...(isRoot && { uid: NOBODY }) });

      expect(await query(owner.url, SERVER_VERSION)).toBe(18);
      expect(readdirSync(dataDir).includes('programs')).toBe(kind !== 'its own checkout');
      chmodSync(lib, 0o755);
    },
  );

  const refusals = isRoot
    ? [
        { who: 'a user without a name in /etc/passwd', uid: NAMELESS, open: true, code: 'NO_OS_ACCOUNT' },
        { who: 'the data folder of another user', uid: NOBODY, open: false, code: 'DATA_FOLDER_NOT_OURS' },
      ]
    : [{ who: 'the data folder of another user', uid: 0, open: false, code: 'DATA_FOLDER_NOT_OURS' }];

  it.each(refusals)('refuses $who with a reason', async ({ uid, open, code }) => {
    const { script } = checkOutTo(temporaryFolder({ open: true }));
    const dataDir = isRoot ? path.join(temporaryFolder({ open }), 'postgres') : '/';

    const owner = await startOwner(dataDir, { uid, script });

    expect(owner.refused).toBe(code);
  });
});

describe('programs put elsewhere', () => {
  it('are made good when a cleaner of temporary folders has deleted some', () => {
    const { native } = installedPackage();
    const place = path.join(temporaryFolder(), 'programs');
    stagePrograms(native, place);
    rmSync(path.join(place, 'share/postgresql/timezonesets'), { recursive: true });
    for (const link of libraryLinks(place)) rmSync(link);

    stagePrograms(native, place);

    expect(spawnSync(path.join(place, 'bin/postgres'), ['--version'], { encoding: 'utf8' }).stdout).toContain(
      'PostgreSQL',
    );
    expect(readdirSync(path.join(place, 'share/postgresql/timezonesets'))).toContain('Default');
    expect(readdirSync(path.dirname(place))).toEqual(['programs']);
  });

  it('are never taken from a folder that is not a folder of ours', () => {
    const { native } = installedPackage();
    const place = path.join(temporaryFolder(), 'programs');
    symlinkSync(temporaryFolder(), place);

    expect(() => stagePrograms(native, place)).toThrow('belongs to somebody else');
  });
});
