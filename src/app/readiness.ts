import path from 'node:path';
import type { App } from '#app/create-app.ts';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';

export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, '../../prisma/migrations');

/** Able to take work: the database answers and has every migration. Agencies are not asked, they come and go. */
export async function isReady(app: App): Promise<boolean> {
  try {
    return (await pendingMigrations(app.databaseUrl, MIGRATIONS_FOLDER)).length === 0;
  } catch (error) {
    app.log.warn({ err: error }, 'not ready');
    return false;
  }
}
