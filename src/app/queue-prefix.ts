import { createHash } from 'node:crypto';

/** Installations that share a Redis do not see each other's jobs: one prefix per database. */
export function queuePrefix(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `onedoor-${createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)}`;
}
