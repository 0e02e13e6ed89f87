import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { query } from './query.ts';
import { processesOfServer, startOwner, stopOwners } from './start-owner.ts';
import type { OwnerProcess } from './start-owner.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const cluster = path.join(folder, 'cluster');
const pidFile = path.join(cluster, 'postmaster.pid');

/** The server must be ours to use and still hold what the first test's row says. */
async function expectWorkingServer(): Promise<void> {
  const owner = await startOwner(folder);
  expect(owner.owned).toBe(true);
  expect(await query(owner.url, 'SELECT note AS answer FROM kept')).toBe('still here');
  await owner.stop();
}

function serverPid(): number {
  return Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
}

/** Left alive, they would end the server in good order. */
function killShells(owner: OwnerProcess): void {
  for (const { pid, program } of processesOfServer(new URL(owner.url).port)) {
    if (program === 'sh') process.kill(pid, 'SIGKILL');
  }
}

beforeAll(async () => {
  const owner = await startOwner(folder);
  await query(owner.url, "CREATE TABLE kept AS SELECT 'still here' AS note");
  await owner.stop();
});

afterEach(stopOwners);

describe('what an earlier run left behind', () => {
  it('keeps its address and password over an orderly restart, for the pools that outlive it', async () => {
    const first = await startOwner(folder);
    await first.stop();

    const second = await startOwner(folder);

    expect(second.url).toBe(first.url);
    expect(statSync(path.join(folder, 'access.json')).mode & 0o777).toBe(0o600);
  });

  it('ends the server with its owner, also when the owner is killed', async () => {
    const owner = await startOwner(folder);
    const { port } = new URL(owner.url);
    expect(processesOfServer(port).map(({ program }) => program)).toContain('postgres');

    await owner.kill();

    await expect.poll(() => processesOfServer(port), { timeout: 5_000 }).toEqual([]);
    await expectWorkingServer();
  });

  it('starts although everything was killed at once', async () => {
    const owner = await startOwner(folder);
    const server = serverPid();
    killShells(owner);
    process.kill(server, 'SIGKILL');
    await owner.kill();
    expect(serverPid()).toBe(server);

    await expectWorkingServer();
  });

  it('ends a server that outlived its owner and starts anew', async () => {
    const owner = await startOwner(folder);
    const orphan = serverPid();
    killShells(owner);
    await owner.kill();
    expect(process.kill(orphan, 0)).toBe(true);

    const next = await startOwner(folder);

    expect(serverPid()).not.toBe(orphan);
    const stillThere = processesOfServer(new URL(owner.url).port).filter(({ pid }) => pid === orphan);
    expect(stillThere).toEqual([]);
    expect(await query(next.url, 'SELECT note AS answer FROM kept')).toBe('still here');
  });

  it('is not put off by a pid file whose number now belongs to another process, and leaves that one alone', async () => {
    writeFileSync(pidFile, `${process.pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n`);

    await expectWorkingServer();
  });

  it('is not put off by the empty pid file of a power cut', async () => {
    writeFileSync(pidFile, '');

    await expectWorkingServer();
  });

  it('takes another port when the last one is in use', async () => {
    const { port } = JSON.parse(readFileSync(path.join(folder, 'access.json'), 'utf8')) as { port: number };
    const squatter = net.createServer().listen(port, '127.0.0.1');

    const owner = await startOwner(folder);

    expect(new URL(owner.url).port).not.toBe(String(port));
    expect(await query(owner.url, 'SELECT note AS answer FROM kept')).toBe('still here');
    squatter.close();
  });

  it('sets a new password when the record of it is lost', async () => {
    rmSync(path.join(folder, 'access.json'));

    await expectWorkingServer();
  });

  it('throws away a first start that was cut short', async () => {
    const other = temporaryFolder();
    mkdirSync(path.join(other, 'cluster.new'));
    writeFileSync(path.join(other, 'cluster.new', 'PG_VERSION'), '18\n');

    const owner = await startOwner(other);

    expect(await query(owner.url, 'SELECT 1 AS answer')).toBe(1);
  });

  it('refuses a folder with something else in it and leaves that as it was', async () => {
    const other = temporaryFolder();
    const letter = path.join(other, 'cluster', 'letter.txt');
    mkdirSync(path.dirname(letter));
    writeFileSync(letter, 'dear Wang');

    const owner = await startOwner(other);

    expect(owner.refused).toBe('DATA_FOLDER_FOREIGN');
    expect(readFileSync(letter, 'utf8')).toBe('dear Wang');
  });
});
