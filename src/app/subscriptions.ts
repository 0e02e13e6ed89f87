import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  visit,
} from 'graphql';
import { CloseCode, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { costExtension, soundLiterals, unsoundVariables, withoutGuess } from '#app/create-apollo.ts';
import type { App } from '#app/create-app.ts';
import { createContext } from '#app/create-context.ts';
import { formatError } from '#app/format-error.ts';
import { type Arrival, arrivalOf, type Authenticate } from '#app/identity/admission.ts';
import { endStaleSockets } from '#app/identity/end-stale-sockets.ts';
import { languageOf } from '#app/language.ts';
import { type AdmitOperation, isEngineer } from '#app/limits/admit-operation.ts';
import type { SignIn } from '#app/limits/limit-failed-sign-ins.ts';
import type { Refusal } from '#app/limits/refusals.ts';
import { MAX_TOKENS } from '#app/limits/shape-limits.ts';
import { recordBeforeAnswering } from '#app/record-before-answering.ts';
import { type PurposeNamed, readPurpose, UnknownPurposeError } from '#app/stated-purpose.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Context } from '#resolvers/context.ts';

const MAX_MESSAGE_BYTES = 64 * 1024;
/** A desk that follows more cases at once than this is a client that forgets to unsubscribe. */
const MAX_OPERATIONS = 100;
/** Well below the minute after which proxies drop a silent connection. */
const PING_EVERY_MS = 15_000;
const CLOSE_WITHIN_MS = 1_000;
/** How long a subscription may outlive the token or key that opened it. */
const RECHECK_EVERY_MS = 5_000;

export interface SubscriptionOptions {
  readonly pingEveryMs?: number;
  /** The same limits as over HTTP. */
  readonly admitOperation?: AdmitOperation;
  /** Counts what failed; as `authenticate` unless given. */
  readonly signIn?: SignIn;
  readonly recheckEveryMs?: number;
}

/**
 * graphql-ws on /graphql. The token comes in the header or as `authorization` in connection_init; without one the socket
 * closes. The same limits hold as over HTTP. A peer that leaves a ping unanswered until the next one is cut off,
 * and one whose token has ended or whose key was revoked as well.
 */
export function serveSubscriptions(
  server: Server,
  schema: GraphQLSchema,
  app: App,
  authenticate: Authenticate,
  {
    pingEveryMs = PING_EVERY_MS,
    recheckEveryMs = RECHECK_EVERY_MS,
    admitOperation,
    signIn = authenticate,
  }: SubscriptionOptions = {},
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: MAX_MESSAGE_BYTES });
  const callers = new WeakMap<object, { readonly viewer: Viewer; readonly purpose: PurposeNamed | undefined }>();
  const allowances = new WeakMap<SubscribePayload, QueryAllowance>();
  const arrivals = new WeakMap<WebSocket, Arrival>();
  const unanswered = new WeakSet<WebSocket>();
  const format = (error: GraphQLError): GraphQLFormattedError => formatError(error.toJSON(), error, app.log);

  const protocol = makeServer<ConnectionParams, { request: IncomingMessage; socket: WebSocket }>({
    schema,
    async onConnect({ connectionParams, extra }) {
      const given = connectionParams?.authorization;
      const { headers, socket } = extra.request;
      const arrival = arrivalOf(extra.request, typeof given === 'string' ? given : undefined);
      // Only HTTP knows whose word on the address to take.
      const { viewer } = await signIn(
        arrival,
        headers['x-forwarded-for'] === undefined ? socket.remoteAddress : undefined,
      );
      const purpose = purposeOf(connectionParams);
      if (!viewer || purpose === 'UNKNOWN') return false;
      callers.set(extra.socket, { viewer, purpose });
      arrivals.set(extra.socket, arrival);
      return true;
    },
    onSubscribe({ subscriptions, extra }, _id, payload) {
      if (Object.keys(subscriptions).length > MAX_OPERATIONS) return [tooManyOperations()];
      const faults = faultsOf(payload);
      const viewer = callers.get(extra.socket)?.viewer;
      if (faults.length > 0 || !viewer || !admitOperation) return faults.length > 0 ? faults : undefined;
      const admission = admitOperation(viewer, {
        query: payload.query,
        operationName: payload.operationName ?? undefined,
        variables: payload.variables ?? {},
      });
      if ('refusal' in admission) return [refused(admission.refusal)];
      allowances.set(payload, admission.allowance);
      return undefined;
    },
    context({ extra }, _id, payload) {
      const caller = callers.get(extra.socket);
      if (!caller) throw new TypeError('a subscription without a viewer');
      const language = languageOf(extra.request.headers['accept-language']);
      const allowance = allowances.get(payload);
      return createContext(app, { ...caller, language, requestId: app.dependencies.ids.next(), allowance });
    },
    async onNext(_context, _id, payload, { contextValue }, result) {
      // The context of every operation here is the one made above.
      const answer = await recordBeforeAnswering(result, contextValue as Context, payload.operationName);
      const allowance = allowances.get(payload);
      const extensions = allowance && { extensions: costExtension(allowance) };
      const errors = 'errors' in answer && answer.errors && { errors: answer.errors.map(format) };
      return { ...answer, ...extensions, ...errors } as FormattedExecutionResult;
    },
    // What has neither a code nor a cause here is what graphql-js found wrong with the document.
    onError({ extra }, _id, _payload, errors) {
      const viewer = callers.get(extra.socket)?.viewer;
      return errors
        .map((error) =>
          format(
            error.originalError || error.extensions['code'] ? error : withCode(error, 'GRAPHQL_VALIDATION_FAILED'),
          ),
        )
        .map((error) => (viewer && isEngineer(viewer) ? error : { ...error, message: withoutGuess(error.message) }));
    },
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Nobody else listens to this socket any more, and an error without a listener would end the process.
    const broke = (error: Error): void => app.log.warn({ err: error }, 'a WebSocket broke before it opened');
    socket.on('error', broke);
    // Not through URL, which throws on addresses such as “//”.
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      socket.off('error', broke);
      opened.on('error', (error) => app.log.warn({ err: error }, 'a WebSocket broke'));
      opened.on('pong', () => unanswered.delete(opened));
      const closed = protocol.opened(
        {
          protocol: opened.protocol,
          send: (data) => new Promise((settle, fail) => opened.send(data, (error) => (error ? fail(error) : settle()))),
          close: (code, reason) => opened.close(code, reason),
          onMessage: (receive) => {
            opened.on('message', (message) => {
              receive(textOf(message)).catch((error: unknown) => {
                app.log.warn({ err: error }, 'a WebSocket message could not be handled');
                opened.close(CloseCode.InternalServerError, 'internal error');
              });
            });
          },
        },
        { request, socket: opened },
      );
      opened.once('close', (code, reason) => {
        closed(code, String(reason)).catch((error: unknown) =>
          app.log.warn({ err: error }, 'a subscription did not end well'),
        );
      });
    });
  };
  server.on('upgrade', upgrade);

  const pings = setInterval(() => {
    for (const client of sockets.clients) {
      if (unanswered.has(client)) client.terminate();
      else if (client.readyState === client.OPEN) {
        unanswered.add(client);
        client.ping();
      }
    }
  }, pingEveryMs).unref();
  const stale = endStaleSockets(sockets.clients, arrivals, authenticate, recheckEveryMs, (error) =>
    app.log.error({ err: error }, 'an open subscription could not be asked for its token again'),
  );

  return {
    async close() {
      clearInterval(pings);
      stale.stop();
      server.off('upgrade', upgrade);
      for (const client of sockets.clients) client.close(1001, 'going away');
      // A peer that does not answer the farewell may not hold up the stop.
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, CLOSE_WITHIN_MS);
      await new Promise((settle) => sockets.close(settle));
      clearTimeout(cut);
    },
  };
}

/** A browser cannot set headers on a WebSocket, so what HTTP takes in headers comes when the socket opens. */
interface ConnectionParams {
  readonly [name: string]: unknown;
  readonly authorization?: unknown;
  readonly purpose?: unknown;
  readonly case?: unknown;
}

function purposeOf(params: ConnectionParams | undefined): PurposeNamed | 'UNKNOWN' | undefined {
  try {
    return readPurpose(params?.purpose, params?.case);
  } catch (error) {
    if (error instanceof UnknownPurposeError) return 'UNKNOWN';
    throw error;
  }
}

/** What HTTP would refuse as well, before graphql-ws reads the document itself. */
function faultsOf({ query, variables }: SubscribePayload): readonly GraphQLError[] {
  const faults: GraphQLError[] = [];
  try {
    visit(parse(query, { maxTokens: MAX_TOKENS }), soundLiterals({ reportError: (error) => void faults.push(error) }));
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
    throw error;
  }
  const unsound = unsoundVariables(variables);
  return unsound ? [...faults, unsound] : faults;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { nodes = null, source = null, positions = null } = error;
  return new GraphQLError(error.message, { nodes, source, positions, extensions: { code } });
}

function refused({ code, message, details }: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...details } });
}

function tooManyOperations(): GraphQLError {
  return new GraphQLError(
    `一个连接最多 ${MAX_OPERATIONS} 个订阅 / at most ${MAX_OPERATIONS} operations on one connection`,
    {
      extensions: { code: 'BAD_REQUEST' },
    },
  );
}

function textOf(message: RawData): string {
  if (Array.isArray(message)) return Buffer.concat(message).toString();
  return Buffer.from(message as ArrayBuffer).toString();
}
