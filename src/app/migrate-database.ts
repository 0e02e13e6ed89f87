import { MIGRATIONS_FOLDER } from '#app/readiness.ts';
import { migrateJobQueues } from '#jobs/queue/migrate-job-queues.ts';
import { applyMigrations } from '#store/migrations/apply-migrations.ts';

/** Our tables and the queue's. Harmless to repeat, safe for two processes at once. Answers what was applied. */
export async function migrateDatabase(databaseUrl: string): Promise<readonly string[]> {
  const { applied } = await applyMigrations(databaseUrl, MIGRATIONS_FOLDER);
  await migrateJobQueues(databaseUrl);
  return applied;
}
