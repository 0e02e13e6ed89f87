import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseUrl, readAccess, writeAccess } from './access-file.ts';
import { clusterExists, createCluster, handOver, setPassword } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { clearLeftOverServer } from './left-over-server.ts';
import { chooseAccount } from './os-account.ts';
import { takeOwnerLock, watchOwner } from './owner-lock.ts';
import type { OwnerLock, OwnerWatch } from './owner-lock.ts';
import { findPrograms } from './programs.ts';
import { startServer } from './server-process.ts';
import type { ServerProfile } from './server-settings.ts';

export interface EmbeddedPostgresOptions {
  /** Folder of the data, made if missing, e.g. `.onedoor/postgres`. */
  readonly dataDir: string;
  readonly profile: ServerProfile;
  /** Receives what the server says, line by line. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgresql://app:<password>@127.0.0.1:<port>/onedoor` */
  readonly url: string;
  /** False when another process runs the server and this one has only attached. */
  readonly owned: boolean;
  /** Resolves when the server has ended or, for an attached process, when its owner has gone. */
  readonly exited: Promise<void>;
  /** Ends an owned server and returns when its data is at rest; leaves another's running. */
  stop(): Promise<void>;
}

const ATTACH_WITHIN_MS = 30_000;

/**
 * Runs the one PostgreSQL server of a data folder, or attaches to it when another process already does. Whatever an
 * earlier run left behind is put right without asking. The server dies with the process that owns it, however that
 * dies. Throws EmbeddedPostgresError when a person has to act.
 */
export async function ensureEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = openFolder(options.dataDir);
  const lockName = `postgres:${folder}`;
  const deadline = Date.now() + ATTACH_WITHIN_MS;
  do {
    const lock = await takeOwnerLock(lockName);
    if (lock) return own(folder, lock, options);
    const watch = await watchOwner(lockName);
    if (watch && (await isReady(watch, deadline))) return attach(folder, watch);
    // The owner gave up or died meanwhile: try to take its place.
    await pause(20);
  } while (Date.now() < deadline);
  throw new EmbeddedPostgresError('OWNER_NOT_READY', folder);
}

/** One real path per folder, so that two spellings of it meet at the same lock. */
function openFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const folder = realpathSync(dataDir);
    const uid = process.getuid?.();
    if (uid && statSync(folder).uid !== uid) throw new EmbeddedPostgresError('DATA_FOLDER_NOT_OURS', folder);
    return folder;
  } catch (error) {
    throw isDenial(error) ? new EmbeddedPostgresError('DATA_FOLDER_NOT_OURS', dataDir, { cause: error }) : error;
  }
}

function isDenial(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM';
}

async function isReady(watch: OwnerWatch, deadline: number): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(deadline - Date.now(), false, { signal: timer.signal }).catch(() => false);
  const ready = await Promise.race([watch.ready.then(() => true), watch.gone.then(() => false), late]);
  timer.abort();
  if (!ready) watch.leave();
  return ready;
}

function attach(folder: string, watch: OwnerWatch): EmbeddedPostgres {
  const access = readAccess(folder);
  if (!access) throw new EmbeddedPostgresError('OWNER_NOT_READY', folder);
  return {
    url: databaseUrl(access),
    owned: false,
    exited: watch.gone,
    async stop() {
      watch.leave();
    },
  };
}

async function own(folder: string, lock: OwnerLock, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const { password, server } = await bringUp(folder, options);
    lock.announceReady();
    const exited = server.exited.then(() => lock.release());
    return {
      url: databaseUrl({ port: server.port, password }),
      owned: true,
      exited,
      async stop() {
        await server.stop();
        await exited;
      },
    };
  } catch (error) {
    await lock.release();
    throw isDenial(error) ? new EmbeddedPostgresError('DATA_FOLDER_NOT_OURS', folder, { cause: error }) : error;
  }
}

async function bringUp(folder: string, { profile, log = () => {} }: EmbeddedPostgresOptions) {
  const cluster = path.join(folder, 'cluster');
  const mark = `cluster_name=onedoor-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  const account = chooseAccount(cluster);
  const setting = { account, cluster };
  const programs = findPrograms(account, folder);
  const known = readAccess(folder);
  const password = known?.password ?? randomBytes(24).toString('hex');
  if (clusterExists(cluster, programs.major)) {
    handOver(cluster, account);
    await clearLeftOverServer(cluster, mark);
    if (!known) await setPassword(programs, setting, password);
  } else {
    await createCluster(programs, setting, {
      password,
      durable: profile === 'durable',
      beforeUse: () => writeAccess(folder, { port: 0, password }),
    });
  }
  const server = await startServer(programs, setting, { profile, mark, wishedPort: known?.port, log });
  writeAccess(folder, { port: server.port, password });
  return { password, server };
}
