/**
 * A process that wants the server of a data folder: `<folder> [uid]`. Says on its output, a line of JSON each, what it
 * got and when the server has gone; stops it and ends when its input closes.
 */

import { once } from 'node:events';
import { EmbeddedPostgresError } from '#platform/embedded-postgres/embedded-postgres-error.ts';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';

const [dataDir = '', uid] = process.argv.slice(2);

function say(words: object): void {
  process.stdout.write(`${JSON.stringify(words)}\n`);
}

if (uid) {
  // Only after everything is loaded: the checkout may be closed to this user.
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}

try {
  const postgres = await ensureEmbeddedPostgres({ dataDir, profile: 'throwaway' });
  say({ url: postgres.url, owned: postgres.owned });
  void postgres.exited.then(() => say({ exited: true }));
  await once(process.stdin.resume(), 'end');
  await postgres.stop();
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  say({ refused: error.code });
}
