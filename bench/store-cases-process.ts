import { appOver } from './open-bench-app.ts';
import { storeCases } from './store-cases.ts';

/** Started by rehearsal.ts: database, item, how many, up to when. */
const [databaseUrl = '', code = '', count = '', until = ''] = process.argv.slice(2);
const now = new Date(until);
const app = await appOver(databaseUrl, now);
await storeCases(app, code, Number(count), now);
await app.close();
