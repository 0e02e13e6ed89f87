import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { OsAccount } from './os-account.ts';
import type { Programs } from './programs.ts';
import { dataArguments, runProgram } from './run-program.ts';
import type { ProgramSetting } from './run-program.ts';

const INITDB_ARGUMENTS = [
  '--username=app',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  // For a socket file, which is never opened; with a password there too initdb would ask for one.
  '--auth-local=trust',
  '--auth-host=scram-sha-256',
  '--no-instructions',
];

const CREATE_DATABASE = 'CREATE DATABASE onedoor;\n';

/** True when there is data of this version to start; throws for data that is not ours to touch. */
export function clusterExists(cluster: string, major: string): boolean {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return false;
  const versionFile = path.join(cluster, 'PG_VERSION');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : undefined;
  if (version === major) return true;
  throw new EmbeddedPostgresError('DATA_FOLDER_FOREIGN', `${cluster}: PG_VERSION ${version ?? '—'}, ${major} expected`);
}

/**
 * Makes the data beside its final place and moves it there whole, so that a start cut short leaves nothing to repair.
 * `beforeUse` runs when all is made and nothing visible yet: the password has to be on record by then.
 */
export async function createCluster(
  programs: Programs,
  { account, cluster }: ProgramSetting,
  options: { readonly password: string; readonly durable: boolean; readonly beforeUse: () => void },
): Promise<void> {
  const draft = { account, cluster: `${cluster}.new` };
  rmSync(draft.cluster, { recursive: true, force: true });
  mkdirSync(draft.cluster, { mode: 0o700 });
  handOver(draft.cluster, account);
  const { code, stderr } = await runProgram(
    programs.initdb,
    [...dataArguments(draft.cluster), ...INITDB_ARGUMENTS, ...(options.durable ? [] : ['--no-sync'])],
    draft,
  );
  if (code !== 0) {
    throw new EmbeddedPostgresError(
      /could not look up effective user ID/.test(stderr) ? 'NO_OS_ACCOUNT' : 'INITIALISATION_FAILED',
      stderr.trim(),
    );
  }
  await runAlone(programs, draft, passwordStatement(options.password) + CREATE_DATABASE);
  options.beforeUse();
  rmSync(cluster, { recursive: true, force: true });
  renameSync(draft.cluster, cluster);
}

/** For data whose password is lost. The server must not be running. */
export function setPassword(programs: Programs, setting: ProgramSetting, password: string): Promise<void> {
  return runAlone(programs, setting, passwordStatement(password));
}

function passwordStatement(password: string): string {
  return `ALTER ROLE app PASSWORD '${password}';\n`;
}

/** Data copied about by root belongs to root afterwards, and the server would refuse it. */
export function handOver(folder: string, account: OsAccount | undefined): void {
  if (!account || statSync(folder).uid === account.uid) return;
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  try {
    for (const entry of [folder, ...entries.map((each) => path.join(folder, each))]) {
      chownSync(entry, account.uid, account.gid);
    }
  } catch (error) {
    throw new EmbeddedPostgresError('ACCOUNT_CHANGE_REFUSED', folder, { cause: error });
  }
}

/**
 * PostgreSQL without a server, reading statements line by line: nothing listens, so no password is needed to set one.
 * It ends with 0 whatever the statements came to; only its words tell.
 */
async function runAlone(programs: Programs, setting: ProgramSetting, statements: string): Promise<void> {
  // The statement with the password must not come back in an error.
  const args = ['--single', ...dataArguments(setting.cluster), '-c', 'log_min_error_statement=panic', 'postgres'];
  const { code, stderr } = await runProgram(programs.postgres, args, setting, statements);
  if (code !== 0 || /(ERROR|FATAL|PANIC):/.test(stderr)) {
    throw new EmbeddedPostgresError('INITIALISATION_FAILED', stderr.trim());
  }
}
