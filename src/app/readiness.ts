import path from 'node:path';
import type { App } from '#app/create-app.ts';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';

export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, '../../prisma/migrations');

/** Throws with the mend: without its tables a worker would only fail at everything, over and over. */
export async function requireMigrations(databaseUrl: string): Promise<void> {
  const missing = await pendingMigrations(databaseUrl, MIGRATIONS_FOLDER);
  if (missing.length === 0) return;
  throw new Error(
    `数据库缺少 ${missing.length} 个迁移，请先执行 npm run migrate / the database lacks ${missing.length} migrations; run npm run migrate first`,
  );
}

/** Able to take work: the database answers, has every migration and keys to seal with. Agencies come and go and are not asked. */
export async function isReady(app: App): Promise<boolean> {
  try {
    return (await pendingMigrations(app.databaseUrl, MIGRATIONS_FOLDER)).length === 0 && app.keys.canSeal();
  } catch (error) {
    app.log.warn({ err: error }, 'not ready');
    return false;
  }
}
