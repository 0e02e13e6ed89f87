import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { createContext } from '#app/create-context.ts';
import type { Authenticate } from '#app/authenticate.ts';
import type { App } from '#app/create-app.ts';
import { formatError } from '#app/format-error.ts';
import { languageOf } from '#app/language.ts';
import type { Viewer } from '#domain/access/viewer.ts';

const MAX_MESSAGE_BYTES = 64 * 1024;

function textOf(message: RawData): string {
  if (Array.isArray(message)) return Buffer.concat(message).toString();
  return Buffer.from(message as ArrayBuffer).toString();
}

/** graphql-ws on /graphql. The token comes in the header or as `authorization` in connection_init; without one the socket closes. */
export function serveSubscriptions(server: Server, schema: GraphQLSchema, app: App, authenticate: Authenticate): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: MAX_MESSAGE_BYTES });
  const viewers = new WeakMap<object, Viewer>();

  const protocol = makeServer<{ authorization?: unknown }, { request: IncomingMessage; socket: WebSocket }>({
    schema,
    async onConnect({ connectionParams, extra }) {
      const given = connectionParams?.authorization;
      const viewer = await authenticate(typeof given === 'string' ? given : extra.request.headers.authorization);
      if (!viewer) return false;
      viewers.set(extra.socket, viewer);
      return true;
    },
    context({ extra }) {
      const viewer = viewers.get(extra.socket);
      if (!viewer) throw new TypeError('a subscription without a viewer');
      const language = languageOf(extra.request.headers['accept-language']);
      return createContext(app, { viewer, language, requestId: app.dependencies.ids.next() });
    },
    onNext(_context, _id, _payload, _args, result) {
      if (!('errors' in result) || !result.errors) return undefined;
      const errors = result.errors.map((error) => formatError(error.toJSON(), error, app.log));
      return { ...result, errors } as FormattedExecutionResult;
    },
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', (error) => app.log.warn({ err: error }, 'a WebSocket broke'));
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
      opened.once('close', (code, reason) => void closed(code, String(reason)));
    });
  };
  server.on('upgrade', upgrade);

  return {
    close() {
      server.off('upgrade', upgrade);
      for (const client of sockets.clients) client.close(1001, 'going away');
      return new Promise((settle) => sockets.close(() => settle()));
    },
  };
}
