import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { answerError, answerErrorsPlainly } from '#app/answer-errors.ts';
import { createApollo } from '#app/create-apollo.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { openToOrigins } from '#app/cross-origin.ts';
import { serveExplorer } from '#app/explorer/serve-explorer.ts';
import { followRequests } from '#app/follow-requests.ts';
import { arrivalOf, type Authenticate } from '#app/identity/admission.ts';
import { languageOf } from '#app/language.ts';
import { createAdmission } from '#app/limits/admit-operation.ts';
import { guardOperations } from '#app/limits/guard-operations.ts';
import { limitFailedSignIns } from '#app/limits/limit-failed-sign-ins.ts';
import { LIMIT_DEFAULTS, type LimitSettings } from '#app/limits/limit-settings.ts';
import { addressOf, refuseSignIn } from '#app/limits/refuse-sign-in.ts';
import { loadTrustedDocuments, type TrustedDocumentsMode } from '#app/limits/trusted-documents.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { Scrape } from '#app/metrics/create-scrape.ts';
import { measureOperations } from '#app/metrics/measure-operations.ts';
import { measureRequests, offerMetrics } from '#app/metrics/measure-requests.ts';
import {
  createOverloadGuard,
  type OverloadGuard,
  type OverloadSigns,
  watchEventLoop,
  watchUtilisation,
} from '#app/overload.ts';
import { type QueueBoardDoor, serveQueueBoard } from '#app/queue-board/serve-queue-board.ts';
import { readBodiesOurselves } from '#app/read-bodies.ts';
import { isReady } from '#app/readiness.ts';
import { secureAnswers, setSecurityHeaders } from '#app/security-headers.ts';
import { shedOverload } from '#app/shed-overload.ts';
import { type PurposeNamed, readPurpose, UnknownPurposeError } from '#app/stated-purpose.ts';
import { serveSubscriptions } from '#app/subscriptions.ts';
import { PURPOSES } from '#domain/access/purposes.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { PeerNetworks } from '#platform/peer-networks.ts';

declare module 'fastify' {
  interface FastifyRequest {
    viewer?: Viewer;
    purpose?: PurposeNamed | undefined;
  }
}

export interface HttpOptions {
  readonly authenticate: Authenticate;
  readonly demo: boolean;
  readonly metrics?: Metrics;
  /** What `/metrics` shows; without it there is no such address. */
  readonly scrape?: Scrape;
  readonly overload?: OverloadGuard;
  /** Without it there is no `/ops`. */
  readonly queueBoard?: QueueBoardDoor;
  /** What callers may cost; the defaults unless given. */
  readonly limits?: LimitSettings;
  /** Without it there are none. */
  readonly trustedDocuments?: { readonly mode: TrustedDocumentsMode; readonly folder: string };
  /** Origins whose pages may read the graph. */
  readonly allowedOrigins?: readonly string[];
  /** How long browsers insist on TLS; zero says nothing of it. */
  readonly hstsDays?: number;
  /** Addresses of the proxies in front, whose word on who calls is taken. */
  readonly trustedProxies?: PeerNetworks;
  readonly patience?: Patience;
}

/** How long a caller may take to send a request, in milliseconds. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly connectionMs: number;
  readonly lookEveryMs: number;
}

const PATIENCE: Patience = { headersMs: 8_000, requestMs: 10_000, connectionMs: 15_000, lookEveryMs: 1_000 };

/**
 * A request reads with up to four statements at once, and 64 requests at once are a load to be borne (P4), so twice as many
 * as those may wait for a connection. What the goals are, and how to measure: bench/README.md.
 */
const OVERLOAD_LIMITS = { maxInFlight: 128, leastInFlight: 16, maxMeanMs: 750, maxWaiting: 256, maxDelayMs: 100 };

function signsOf({ database }: App): OverloadSigns {
  return { waiting: () => database.pool().waiting, meanDelayMs: watchEventLoop(), utilisation: watchUtilisation() };
}

const GRAPHQL_BODY_BYTES = 256 * 1024;
const WEBHOOK_BODY_BYTES = 8 * 1024 * 1024;
const ERRORS_PAGE = path.join(import.meta.dirname, '../../docs/errors.md');

/** The gateway's doors. Not listening yet. */
export async function createHttp(app: App, options: HttpOptions): Promise<FastifyInstance> {
  const { authenticate, demo, metrics, scrape, limits = LIMIT_DEFAULTS, patience = PATIENCE } = options;
  const http = Fastify({
    bodyLimit: GRAPHQL_BODY_BYTES,
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.connectionMs,
    trustProxy: (address) => options.trustedProxies?.has(address) ?? false,
    genReqId: () => app.dependencies.ids.next(),
    forceCloseConnections: 'idle',
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.lookEveryMs },
    // Addresses that are none, such as /%zz, come past the hooks and the error handler; they may hold anything.
    frameworkErrors(error, request, reply) {
      setSecurityHeaders(reply);
      void answerError(app.log, error, request, reply);
    },
  });
  readBodiesOurselves(http);
  answerErrorsPlainly(http, app.log);
  followRequests(http);
  if (metrics) measureRequests(http, metrics);
  shedOverload(http, options.overload ?? createOverloadGuard(OVERLOAD_LIMITS, signsOf(app)), metrics);
  secureAnswers(http, options.hstsDays ?? 0);
  openToOrigins(http, options.allowedOrigins ?? []);

  const sdl = readSdl();
  const schema = createSchema(sdl);
  const apollo = await createApollo(schema, app.log, { morePlugins: metrics ? [measureOperations(metrics)] : [] });
  const signIn = limitFailedSignIns(authenticate, limits.failedSignInsPerMinute);
  const { mode = 'off', folder = '' } = options.trustedDocuments ?? {};
  const trusted = loadTrustedDocuments(folder, mode, schema, (hash, reason) =>
    app.log.warn({ documentHash: hash, reason }, 'a trusted document does not fit the contract any more'),
  );
  const admitOperation = createAdmission(schema, limits, trusted);
  const subscriptions = serveSubscriptions(http.server, schema, app, authenticate, { admitOperation, signIn });
  // Before the server closes: it waits for every connection, and a subscription has no end of its own.
  http.addHook('preClose', () => subscriptions.close());
  http.addHook('onClose', () => apollo.stop());

  const graphql = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => {
      if (!request.viewer) throw new TypeError('a request without a viewer came past the door');
      return createContext(app, {
        viewer: request.viewer,
        language: languageOf(request.headers['accept-language']),
        purpose: request.purpose,
        requestId: request.id,
        allowance: request.allowance,
      });
    },
  });
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const signedIn = await signIn(arrivalOf(request.raw), addressOf(request, options.trustedProxies));
    if (!signedIn.viewer) return refuseSignIn(signedIn, reply);
    request.viewer = signedIn.viewer;
    try {
      request.purpose = readPurpose(request.headers['onedoor-purpose'], request.headers['onedoor-case']);
    } catch (error) {
      if (error instanceof UnknownPurposeError) return reply.code(400).send(UNKNOWN_PURPOSE);
      throw error;
    }
    // Apollo's handler puts protocol, host and path together to a URL, which throws on what is none.
    if (!URL.canParse(`${request.protocol}://${request.hostname}/`))
      throw Object.assign(new Error('no such host'), { statusCode: 400 });
    return undefined;
  }
  http.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest: admit,
    preHandler: guardOperations(admitOperation, trusted, ({ code }) => metrics?.graphqlErrors.inc({ code })),
    handler: graphql,
  });

  http.post<{ Params: { agency: string } }>(
    '/webhooks/:agency',
    { bodyLimit: WEBHOOK_BODY_BYTES },
    async (request, reply) => {
      const receipt = await app.system.receiveWebhook(request.params.agency, {
        headers: singleValued(request.headers),
        body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      });
      const status = { ACCEPTED: 202, UNKNOWN_AGENCY: 404, REFUSED: 401, CONFLICT: 409 }[receipt];
      return reply.code(status).send({ receipt });
    },
  );

  http.get('/schema.graphql', (_request, reply) => reply.type('text/plain; charset=utf-8').send(sdl));
  http.get('/health/live', async () => ({ status: 'live' }));
  http.get('/health/ready', async (_request, reply) => {
    const ready = await isReady(app);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready' });
  });
  http.get('/docs/errors.md', (_request, reply) =>
    reply.type('text/markdown; charset=utf-8').send(readFileSync(ERRORS_PAGE)),
  );
  if (options.queueBoard) serveQueueBoard(http, options.queueBoard);
  if (scrape) offerMetrics(http, scrape, authenticate);
  serveExplorer(http, demo);
  return http;
}

const UNKNOWN_PURPOSE = {
  errors: [
    {
      message: `请求头 onedoor-purpose 写明的用途不在表中 / the header onedoor-purpose takes one of ${Object.keys(PURPOSES).join(', ')}`,
      extensions: { code: 'PURPOSE_UNKNOWN' },
    },
  ],
};

function singleValued(headers: FastifyRequest['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}
