import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Authenticate } from '#app/authenticate.ts';
import { createApollo } from '#app/create-apollo.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { openToOrigins } from '#app/cross-origin.ts';
import { serveExplorer } from '#app/explorer/serve-explorer.ts';
import { followRequests } from '#app/follow-requests.ts';
import { BadJsonError, parseJsonBody } from '#app/json-body.ts';
import { languageOf } from '#app/language.ts';
import { createAdmission } from '#app/limits/admit-operation.ts';
import { guardOperations } from '#app/limits/guard-operations.ts';
import { limitFailedSignIns } from '#app/limits/limit-failed-sign-ins.ts';
import { LIMIT_DEFAULTS, type LimitSettings } from '#app/limits/limit-settings.ts';
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
import { isReady } from '#app/readiness.ts';
import { secureAnswers, setSecurityHeaders } from '#app/security-headers.ts';
import { shedOverload } from '#app/shed-overload.ts';
import { type PurposeNamed, readPurpose, UnknownPurposeError } from '#app/stated-purpose.ts';
import { serveSubscriptions } from '#app/subscriptions.ts';
import { PURPOSES } from '#domain/access/purposes.ts';
import type { Viewer } from '#domain/access/viewer.ts';

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
  readonly trustedProxies?: readonly string[];
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
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    genReqId: () => app.dependencies.ids.next(),
    forceCloseConnections: 'idle',
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.lookEveryMs },
    // Addresses that are none, such as /%zz, come past the hooks and the error handler; they may hold anything.
    frameworkErrors(error, request, reply) {
      setSecurityHeaders(reply);
      void answerError(app, error, request, reply);
    },
  });
  readBodiesOurselves(http);
  answerErrorsPlainly(http, app);
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
  const subscriptions = serveSubscriptions(http.server, schema, app, signIn, { admitOperation });
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
    const signedIn = await signIn(request.headers.authorization, addressOf(request, options.trustedProxies));
    if ('retryAfterSeconds' in signedIn) return refuseSignIn(signedIn, reply);
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

/** Who calls; undefined behind a proxy that no operator named: everyone would be the proxy, and one could lock out all. */
function addressOf({ ip, headers }: FastifyRequest, proxies: readonly string[] = []): string | undefined {
  return proxies.length === 0 && headers['x-forwarded-for'] !== undefined ? undefined : ip;
}

function refuseSignIn(
  { retryAfterSeconds }: { readonly retryAfterSeconds: number | undefined },
  reply: FastifyReply,
): FastifyReply {
  if (retryAfterSeconds === undefined)
    return reply.code(401).header('www-authenticate', 'Bearer').send(UNAUTHENTICATED);
  return reply.code(429).header('retry-after', String(retryAfterSeconds)).send(TOO_MANY_SIGN_INS);
}

const TOO_MANY_SIGN_INS = {
  errors: [
    {
      message:
        '来自您所在网络的无效令牌太多，请按 Retry-After 稍后重试 / too many invalid tokens from your network, try again after Retry-After seconds',
      extensions: { code: 'RATE_LIMITED', meter: 'signIns' },
    },
  ],
};

const UNKNOWN_PURPOSE = {
  errors: [
    {
      message: `请求头 onedoor-purpose 写明的用途不在表中 / the header onedoor-purpose takes one of ${Object.keys(PURPOSES).join(', ')}`,
      extensions: { code: 'PURPOSE_UNKNOWN' },
    },
  ],
};

const UNAUTHENTICATED = {
  errors: [
    {
      message: '请出示有效的访问令牌 / a valid access token is required',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};

/** JSON for /graphql, raw bytes for webhooks, whose signature is over the bytes as they came. */
function readBodiesOurselves(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (request.url.startsWith('/webhooks/')) return done(null, new Uint8Array(bytes));
    const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    const charset = parameters
      .map((parameter) => parameter.trim())
      .find((parameter) => parameter.startsWith('charset='));
    const utf8 = !charset || /^charset="?utf-?8"?$/.test(charset);
    // Nothing is unpacked here: a few bytes could become gigabytes.
    const packed = (request.headers['content-encoding'] ?? 'identity') !== 'identity';
    if (type.trim() !== 'application/json' || !utf8 || packed)
      return done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
    try {
      return done(null, parseJsonBody(bytes));
    } catch (error) {
      return done(error as Error);
    }
  });
}

function answerErrorsPlainly(http: FastifyInstance, app: App): void {
  http.setNotFoundHandler((request, reply) => {
    const [url = ''] = request.url.split('?');
    const allowed = METHODS.filter((method) => http.findRoute({ method, url }) !== null);
    if (allowed.length > 0) return reply.code(405).header('allow', allowed.join(', ')).send(METHOD_NOT_ALLOWED);
    return reply
      .code(404)
      .send({ errors: [{ message: '没有这个地址 / no such address', extensions: { code: 'NOT_FOUND' } }] });
  });
  http.setErrorHandler((error: FastifyError, request, reply) => answerError(app, error, request, reply));
}

function answerError(app: App, error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 500) app.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  const known = error instanceof BadJsonError ? NOT_JSON : (CLIENT_ERRORS[status] ?? BAD_REQUEST);
  const shown = status >= 500 ? INTERNAL : known;
  return reply
    .code(status)
    .send({ errors: [{ message: shown.message, extensions: { code: shown.code, requestId: request.id } }] });
}

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'] as const;
const METHOD_NOT_ALLOWED = {
  errors: [{ message: '这个地址不接受此方法 / method not allowed here', extensions: { code: 'BAD_REQUEST' } }],
};

const INTERNAL = { code: 'INTERNAL', message: '系统内部错误，请稍后重试 / internal error, try again later' };
const BAD_REQUEST = { code: 'BAD_REQUEST', message: '请求有误 / bad request' };
const NOT_JSON = { code: 'BAD_REQUEST', message: '请求不是 UTF-8 编码的 JSON / the request is not JSON in UTF-8' };

const CLIENT_ERRORS: Readonly<Record<number, { code: string; message: string }>> = {
  408: { code: 'REQUEST_TIMEOUT', message: '请求发送太慢 / the request came too slowly' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: '请求过大 / the request is too large' },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: '请用 application/json，UTF-8 编码 / send application/json in UTF-8',
  },
};

function singleValued(headers: FastifyRequest['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}
