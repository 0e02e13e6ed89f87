import { defineConfig } from 'prisma/config';

/**
 * For Prisma's own commands. `migrate deploy` works on the same folder and table as `npm run migrate` wherever its
 * engine can be downloaded; nothing of ours needs that.
 */
const url = process.env['DATABASE_URL'];

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(url && { datasource: { url } }),
});
