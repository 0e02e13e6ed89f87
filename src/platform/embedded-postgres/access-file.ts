import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How processes of the same data folder reach its server. Kept over restarts, so that a pool finds it again. */
export interface Access {
  readonly port: number;
  readonly password: string;
}

/** Returns undefined when there is none, or none that can be understood. */
export function readAccess(folder: string): Access | undefined {
  try {
    const { port, password } = JSON.parse(readFileSync(accessFile(folder), 'utf8')) as Partial<Access>;
    if (typeof port === 'number' && typeof password === 'string') return { port, password };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && code !== 'ENOENT') throw error;
  }
  return undefined;
}

/** Readable by the owner of the folder alone, also when root writes it. */
export function writeAccess(folder: string, access: Access): void {
  const draft = `${accessFile(folder)}.new`;
  writeFileSync(draft, `${JSON.stringify(access)}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(folder);
    chownSync(draft, uid, gid);
  }
  renameSync(draft, accessFile(folder));
}

export function databaseUrl({ port, password }: Access): string {
  return `postgresql://app:${password}@127.0.0.1:${port}/onedoor`;
}

function accessFile(folder: string): string {
  return path.join(folder, 'access.json');
}
