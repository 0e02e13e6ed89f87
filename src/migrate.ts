import { migrateDatabase } from '#app/migrate-database.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import { runRole } from '#app/run-role.ts';

await runRole('migrate', async (env, log) => {
  const server = await openDatabaseServer(env, log);
  const applied = await migrateDatabase(server.url);
  await server.stop();
  console.log(applied.length > 0 ? `已迁移 / applied: ${applied.join(', ')}` : '已是最新 / nothing to apply');
  return undefined;
});
