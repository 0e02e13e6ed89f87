/**
 * A process that applies the migrations of a folder: `<database url> <folder>`. The test kills it on the way.
 */

import { applyMigrations } from '#store/migrations/apply-migrations.ts';

const [databaseUrl = '', folder = ''] = process.argv.slice(2);
await applyMigrations(databaseUrl, folder);
