import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

export interface WsClient {
  readonly socket: WebSocket;
  send(message: object | string): void;
  /** The next message in order; fails when the socket closes first. */
  next(): Promise<Message>;
  /** The code the socket was or will be closed with. */
  readonly closed: Promise<number>;
  close(): void;
}

/** A client of graphql-transport-ws that hides nothing: each test says what goes over the wire. */
export async function openSocket(
  url: string,
  headers: Record<string, string> = {},
  protocol = 'graphql-transport-ws',
): Promise<WsClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, { headers });
  const arrived: Message[] = [];
  const waiting: PromiseWithResolvers<Message>[] = [];
  const closing = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    const first = waiting.shift();
    if (first) first.resolve(message);
    else arrived.push(message);
  });
  socket.on('close', (code) => {
    closing.resolve(code);
    for (const waiter of waiting.splice(0)) waiter.reject(new Error(`closed with ${code}`));
  });
  await once(socket, 'open');
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next() {
      const message = arrived.shift();
      if (message) return Promise.resolve(message);
      const waiter = Promise.withResolvers<Message>();
      waiting.push(waiter);
      return waiter.promise;
    },
    closed: closing.promise,
    close: () => socket.close(),
  };
}
