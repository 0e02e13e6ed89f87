import { readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The operating system account the server runs as. */
export interface OsAccount {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to another account: the one that owns the data already, else
 * `postgres`, else `nobody`. It must be in /etc/passwd because initdb looks its own name up. Returns undefined for an
 * ordinary user, who runs the server himself.
 */
export function chooseAccount(cluster: string): OsAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readAccounts();
  const account = accounts.get('postgres') ?? accounts.get('nobody');
  if (!account) throw new EmbeddedPostgresError('NO_OS_ACCOUNT');
  return account;
}

function readAccounts(): Map<string, OsAccount> {
  const accounts = new Map<string, OsAccount>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
