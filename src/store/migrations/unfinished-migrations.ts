import type { Client } from 'pg';
import { migrationsTableExists } from './pending-migrations.ts';

/**
 * Appended to every migration, in its transaction: an unfinished row that carries this word belongs to a script that
 * was committed, one without it to a script that left nothing behind.
 */
export const COMMITTED_WITH_SCRIPT = `
UPDATE "_prisma_migrations" SET "logs" = 'committed' WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL;`;

/**
 * Settles what a failed or killed run left unfinished, after which the engine would refuse for ever. Prisma asks a
 * person whether the script took effect; our scripts are atomic and marked, so the table answers that itself.
 * Only the holder of the migration lock may call this, or it would settle a run in progress.
 */
export async function settleUnfinishedMigrations(client: Client): Promise<void> {
  if (!(await migrationsTableExists(client))) return;
  await client.query(`
    UPDATE "_prisma_migrations"
       SET "finished_at" = CASE WHEN "logs" = 'committed' THEN now() END,
           "rolled_back_at" = CASE WHEN "logs" = 'committed' THEN NULL ELSE now() END,
           "applied_steps_count" = CASE WHEN "logs" = 'committed' THEN 1 ELSE 0 END
     WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL`);
}
