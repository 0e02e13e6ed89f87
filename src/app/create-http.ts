import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createApollo } from '#app/create-apollo.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { serveExplorer } from '#app/explorer/serve-explorer.ts';
import { followRequests } from '#app/follow-requests.ts';
import { arrivalOf, type Authenticate } from '#app/identity/admission.ts';
import { answerRefusal } from '#app/identity/answer-refusal.ts';
import { BadJsonError, parseJsonBody } from '#app/json-body.ts';
import { languageOf } from '#app/language.ts';
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
}

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
  const { authenticate, demo, metrics, scrape } = options;
  const http = Fastify({
    bodyLimit: GRAPHQL_BODY_BYTES,
    requestTimeout: 10_000,
    connectionTimeout: 15_000,
    genReqId: () => app.dependencies.ids.next(),
    forceCloseConnections: 'idle',
    http: { headersTimeout: 8_000, connectionsCheckingInterval: 1_000 },
    // Addresses that are none, such as /%zz, come past the error handler; they may hold anything.
    frameworkErrors: (error, request, reply) => void answerError(app, error, request, reply),
  });
  readBodiesOurselves(http);
  answerErrorsPlainly(http, app);
  followRequests(http);
  if (metrics) measureRequests(http, metrics);
  shedOverload(http, options.overload ?? createOverloadGuard(OVERLOAD_LIMITS, signsOf(app)), metrics);
  http.addHook('onSend', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));

  const sdl = readSdl();
  const schema = createSchema(sdl);
  const apollo = await createApollo(schema, app.log, { morePlugins: metrics ? [measureOperations(metrics)] : [] });
  const subscriptions = serveSubscriptions(http.server, schema, app, authenticate);
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
      });
    },
  });
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { viewer, refusal } = await authenticate(arrivalOf(request.raw));
    if (refusal) return answerRefusal(reply, refusal);
    request.viewer = viewer;
    try {
      request.purpose = readPurpose(request.headers['onedoor-purpose'], request.headers['onedoor-case']);
    } catch (error) {
      if (error instanceof UnknownPurposeError) return reply.code(400).send(UNKNOWN_PURPOSE);
      throw error;
    }
    // Apollo's handler puts host and path together to a URL, which throws on a host that is none.
    if (!URL.canParse(`http://${request.hostname}/`))
      throw Object.assign(new Error('no such host'), { statusCode: 400 });
    return undefined;
  }
  http.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest: admit,
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
    if (type.trim() !== 'application/json' || !utf8)
      return done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
    try {
      return done(null, parseJsonBody(bytes));
    } catch (error) {
      return done(error as Error);
    }
  });
}

function answerErrorsPlainly(http: FastifyInstance, app: App): void {
  http.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ errors: [{ message: '没有这个地址 / no such address', extensions: { code: 'NOT_FOUND' } }] }),
  );
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
