import type { ApolloServer } from '@apollo/server';
import type { LedgerSettings } from '#app/access-ledger/open-access-ledger.ts';
import { createAuthenticate } from '#app/authenticate.ts';
import { configuredAgencies } from '#app/configured-agencies.ts';
import { createApollo } from '#app/create-apollo.ts';
import { createApp, type App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import type { FeedSettings } from '#app/feed-ports.ts';
import { personaToken, type PersonaName } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import { seedDatabase } from '#app/seed-database.ts';
import type { PurposeNamed } from '#app/stated-purpose.ts';
import type { WebhookSettings } from '#app/webhook-line.ts';
import { connectorSettingsShape, createConnectors } from '#connectors/index.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import type { AttemptBudget } from '#domain/referrals/attempt-budget.ts';
import { parseSettings } from '#platform/env.ts';
import { createLogger, type Logger } from '#platform/logger.ts';
import type { Context, Language } from '#resolvers/context.ts';
import { createTestDatabase } from './test-database.ts';

export interface TestApp {
  readonly app: App;
  readonly clock: { now(): Date; set(at: Date): void; forward(days: number): void };
  /** Statements sent since the last call. */
  takeQueryCount(): number;
  run<Data = Record<string, unknown>>(
    as: PersonaName,
    operation: string,
    variables?: Record<string, unknown>,
    language?: Language,
    /** Undefined: what the union's own screens state. */
    purpose?: PurposeNamed | 'NONE',
  ): Promise<Answer<Data>>;
  /** Does what worker and relay would, until nothing is due any more. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
}

export interface TestAppOptions {
  readonly now?: Date;
  /** Environment variables of the agencies, e.g. COURT_URL. */
  readonly agencies?: Record<string, string>;
  readonly wrapConnectors?: (
    connectors: ReadonlyMap<AgencyCode, AgencyConnector>,
  ) => ReadonlyMap<AgencyCode, AgencyConnector>;
  readonly agencyCallMs?: number;
  readonly attemptBudget?: AttemptBudget;
  readonly webhooks?: WebhookSettings;
  readonly ledger?: LedgerSettings;
  /** Silent unless given. */
  readonly log?: Logger;
  /** Instead of the local figures of the catalogue. */
  readonly policies?: PolicyTable;
  readonly feeds?: FeedSettings;
}

const USUAL_PURPOSES: Partial<Record<PersonaName, PurposeNamed>> = {
  window: { code: 'INTAKE' },
  supervisor: { code: 'SCREENING' },
};

/** The whole house over a database of its own, with a clock that stands still until a test moves it. */
export async function buildTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  let now = options.now ?? new Date('2026-03-02T02:00:00Z');
  let queries = 0;
  const connectors = createConnectors(
    parseSettings(connectorSettingsShape, options.agencies ?? {}),
    configuredAgencies(options.agencies ?? {}),
  );
  const clock = {
    now: () => now,
    set: (at: Date) => void (now = at),
    forward: (days: number) => void (now = new Date(now.getTime() + days * 86_400_000)),
  };
  const app = await createApp({
    databaseUrl: database.url,
    secrets: demoSecrets(),
    connectors: options.wrapConnectors?.(connectors) ?? connectors,
    clock: () => clock,
    log: options.log ?? createLogger('silent', 'test'),
    production: false,
    agencyCallMs: options.agencyCallMs ?? 2_000,
    attemptBudget: options.attemptBudget,
    policies: options.policies,
    feeds: options.feeds,
    webhooks: options.webhooks,
    ledger: options.ledger,
    // Tests that count statements count their own.
    keys: { refreshEveryMs: undefined },
    onQuery: () => void (queries += 1),
  });
  await seedDatabase(app);
  const authenticate = createAuthenticate(demoSecrets());
  const apollo: ApolloServer<Context> = await createApollo(createSchema(readSdl()), app.log, {
    // At once, so that every test looks at what compiled operations answer.
    compileAt: 1,
  });

  return {
    app,
    clock,
    takeQueryCount() {
      const count = queries;
      queries = 0;
      return count;
    },
    async run(as, operation, variables = {}, language = 'zh', purpose = USUAL_PURPOSES[as]) {
      const { viewer } = await authenticate({ authorization: `Bearer ${await personaToken(as)}` });
      if (!viewer) throw new Error(`no viewer for ${as}`);
      const contextValue = createContext(app, {
        viewer,
        language,
        requestId: app.dependencies.ids.next(),
        purpose: purpose === 'NONE' ? undefined : purpose,
      });
      const { body } = await apollo.executeOperation({ query: operation, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('an incremental answer was not asked for');
      // Through JSON, as a client would see it.
      const result = JSON.parse(JSON.stringify(body.singleResult)) as {
        data?: never;
        errors?: Answer<never>['errors'];
      };
      return { data: result.data as never, errors: result.errors ?? [] };
    },
    async drain() {
      for (let round = 0; round < 100; round += 1) {
        const effects = await app.system.offerDueEffects(100, 0);
        const messages = await app.system.offerDueMessages(100, 0);
        for (const { id } of effects) await app.system.dispatchEffect(id);
        for (const { id } of messages) await app.system.applyInboundMessage(id);
        if (effects.length + messages.length === 0) return;
      }
      throw new Error('work never came to an end');
    },
    async close() {
      await apollo.stop();
      await app.close();
      await database.drop();
    },
  };
}
