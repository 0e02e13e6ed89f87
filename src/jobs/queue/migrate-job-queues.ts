import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Makes or updates BullMQ's tables in their own schema. Harmless to repeat. */
export async function migrateJobQueues(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, 'bullmq');
  } finally {
    await client.end();
  }
}
