import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import { runRole } from '#app/run-role.ts';
import { seedDatabase } from '#app/seed-database.ts';

await runRole('seed', async (env, log) => {
  const server = await openDatabaseServer(env, log);
  const app = await openApp(env, server.url, log);
  const seeded = await seedDatabase(app);
  await app.close();
  await server.stop();
  console.log(
    `已发布事项 / items published: ${seeded.publishedItems}，放假安排 / calendar years: ${seeded.calendarYears}${seeded.demo ? `，演示数据 / demo data: ${JSON.stringify(seeded.demo)}` : ''}`,
  );
  return undefined;
});
