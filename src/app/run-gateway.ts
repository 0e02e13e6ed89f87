import { createAuthenticate } from '#app/authenticate.ts';
import { createHttp } from '#app/create-http.ts';
import { DEFAULT_PORT, listenOn } from '#app/listen-on.ts';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import type { Env } from '#app/read-env.ts';
import type { RunningRole } from '#app/run-role.ts';
import type { Logger } from '#platform/logger.ts';
import { listen } from '#store/listen.ts';

/** The gateway process: GraphQL, subscriptions, webhooks, health. */
export async function runGateway(env: Env, log: Logger): Promise<RunningRole> {
  const server = await openDatabaseServer(env, log);
  const app = await openApp(env, server.url, log);
  const listening = await listen(
    server.url,
    ['changes'],
    (_channel, caseId) => app.changes.announce(caseId),
    () => app.changes.announceAll(),
    (error) => log.warn({ err: error }, 'listening for changes was interrupted'),
  );
  const http = await createHttp(app, {
    authenticate: createAuthenticate(env.secrets),
    demo: env.ONEDOOR_MODE === 'demo',
  });
  const url = await listenOn(http, env.HOST, env.PORT ?? DEFAULT_PORT);
  log.info({ url }, 'gateway is ready');
  return {
    async stop() {
      await http.close();
      await listening.stop();
      await app.close();
      await server.stop();
    },
  };
}
