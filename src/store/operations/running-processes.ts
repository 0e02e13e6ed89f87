import os from 'node:os';
import type { Connection } from '#store/database.ts';

export interface ProcessSign {
  readonly id: string;
  readonly role: string;
  /** At most, over all its pools. */
  readonly databaseConnections: number;
}

export interface RunningProcess {
  readonly role: string;
  readonly databaseConnections: number;
  /** By the database's clock. */
  readonly silentSeconds: number;
}

/** Says that this process is alive; harmless to repeat. A process that was killed is forgotten after a day. */
export async function signOfLife(db: Connection, sign: ProcessSign): Promise<void> {
  await db.$executeRaw`
    WITH forgotten AS (DELETE FROM running_process WHERE seen_at < now() - interval '1 day')
    INSERT INTO running_process (id, role, host, pid, database_connections, started_at, seen_at)
    VALUES (${sign.id}::uuid, ${sign.role}, ${os.hostname()}, ${process.pid}, ${sign.databaseConnections}, now(), now())
    ON CONFLICT (id) DO UPDATE SET seen_at = now()`;
}

export async function endOfLife(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`DELETE FROM running_process WHERE id = ${id}::uuid`;
}

/** Those that were heard of in the last minute. */
export function runningProcesses(db: Connection): Promise<RunningProcess[]> {
  return db.$queryRaw<RunningProcess[]>`
    SELECT role, database_connections AS "databaseConnections",
           extract(epoch FROM now() - seen_at)::float8 AS "silentSeconds"
      FROM running_process WHERE seen_at > now() - interval '1 minute' ORDER BY role, started_at`;
}
