import { createAuthenticate } from '#app/authenticate.ts';
import type { App } from '#app/create-app.ts';
import { createHttp, type HttpOptions } from '#app/create-http.ts';
import type { Authenticate } from '#app/identity/admission.ts';
import { LIMIT_DEFAULTS } from '#app/limits/limit-settings.ts';
import { createOverloadGuard } from '#app/overload.ts';
import { type PersonaName, personaToken } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import { VIEWER_ROLES } from '#domain/access/viewer.ts';
import { listen } from '#store/listen.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from './build-test-app.ts';

export interface ServedTestApp extends TestApp {
  /** Without a slash at the end. */
  readonly url: string;
  /** Sends a GraphQL operation as that persona; the answer as it came. */
  post(as: PersonaName, body: object, headers?: Record<string, string>): Promise<Response>;
}

export interface ServeOptions extends TestAppOptions {
  readonly authenticate?: Authenticate;
  readonly demo?: boolean;
  /** What else the doors are given, once the house stands. */
  readonly doors?: (app: App) => Partial<HttpOptions>;
}

/** A test file and its house share one busy process: what is shed there says nothing about the gateway. */
const NO_LIMITS = {
  maxInFlight: Infinity,
  leastInFlight: Infinity,
  maxMeanMs: Infinity,
  maxWaiting: Infinity,
  maxDelayMs: Infinity,
};

/** Nor what its personas ask for in a second; what one operation may be stays as it is. */
const NO_BUDGETS = {
  ...LIMIT_DEFAULTS,
  budgets: Object.fromEntries(VIEWER_ROLES.map((role) => [role, 2_000_000_000])) as typeof LIMIT_DEFAULTS.budgets,
  lookUpsPerMinute: 1_000_000,
  casesPerWorkerHour: 1_000_000,
  failedSignInsPerMinute: 1_000_000,
};

/** The whole house with its doors open, on a free port of this machine. */
export async function serveTestApp(options: ServeOptions = {}): Promise<ServedTestApp> {
  const house = await buildTestApp(options);
  const { app } = house;
  const listening = await listen(
    app.databaseUrl,
    ['changes'],
    (_channel, caseId) => app.changes.announce(caseId),
    () => app.changes.announceAll(),
    // A database that a test takes away ends this connection too.
    () => {},
  );
  const http = await createHttp(app, {
    authenticate: options.authenticate ?? createAuthenticate(demoSecrets()),
    demo: options.demo ?? true,
    overload: createOverloadGuard(NO_LIMITS, { waiting: () => 0, meanDelayMs: () => 0, utilisation: () => 0 }),
    limits: NO_BUDGETS,
    ...options.doors?.(app),
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...house,
    url,
    async post(as, body, headers = {}) {
      return fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await personaToken(as)}`, ...headers },
        body: JSON.stringify(body),
      });
    },
    async close() {
      await http.close();
      await listening.stop();
      await house.close();
    },
  };
}
