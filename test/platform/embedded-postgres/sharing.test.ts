import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { takeOwnerLock, watchOwner } from '#platform/embedded-postgres/owner-lock.ts';
import { query } from './query.ts';
import { startOwner, stopOwners } from './start-owner.ts';
import { temporaryFolder } from './temporary-folder.ts';

afterEach(stopOwners);

describe('several processes and one data folder', () => {
  it('starts one server when two start at the same moment, and both can use it', async () => {
    const folder = temporaryFolder();

    const both = await Promise.all([startOwner(folder), startOwner(folder)]);

    expect(both.filter(({ owned }) => owned)).toHaveLength(1);
    expect(both[0].url).toBe(both[1].url);
    expect(await query(both[0].url, 'SELECT 1 AS answer')).toBe(1);
  });

  it('attaches to a running server, also under another spelling of the folder, and does not stop it', async () => {
    const folder = temporaryFolder();
    const alias = path.join(temporaryFolder(), 'alias');
    symlinkSync(folder, alias);
    const owner = await startOwner(folder);

    const attached = await ensureEmbeddedPostgres({ dataDir: alias, profile: 'throwaway' });
    await attached.stop();

    expect(attached.owned).toBe(false);
    expect(await query(owner.url, 'SELECT 1 AS answer')).toBe(1);
  });

  it('tells an attached process when the owner has gone', async () => {
    const folder = temporaryFolder();
    const owner = await startOwner(folder);
    const attached = await startOwner(folder);

    await owner.kill();

    await attached.serverGone;
    expect(attached.owned).toBe(false);
  });

  it('takes the place of an owner that gives up before it is ready', async () => {
    const folder = temporaryFolder();
    const lock = await takeOwnerLock(`postgres:${folder}`);
    const waiting = ensureEmbeddedPostgres({ dataDir: folder, profile: 'throwaway' });

    await lock?.release();

    const postgres = await waiting;
    expect(postgres.owned).toBe(true);
    await postgres.stop();
    await postgres.exited;
  });

  it('runs servers of different folders side by side', async () => {
    const [one, other] = await Promise.all([startOwner(temporaryFolder()), startOwner(temporaryFolder())]);

    expect([one.owned, other.owned]).toEqual([true, true]);
    expect(new URL(one.url).port).not.toBe(new URL(other.url).port);
  });

  it('admits nobody without the password', async () => {
    const owner = await startOwner(temporaryFolder());
    const url = new URL(owner.url);
    url.password = 'guess';

    await expect(query(url.href, 'SELECT 1 AS answer')).rejects.toThrow('password authentication failed');
  });
});

describe('owner lock', () => {
  it('is held by one at a time and free again afterwards', async () => {
    const name = `test:${temporaryFolder()}`;
    const first = await takeOwnerLock(name);

    expect(await takeOwnerLock(name)).toBeUndefined();
    await first?.release();
    const second = await takeOwnerLock(name);

    expect(second).toBeDefined();
    await second?.release();
    expect(await watchOwner(name)).toBeUndefined();
  });
});
