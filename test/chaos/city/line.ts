import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A line between two of our processes that can stand still for a while: nothing is lost, nothing arrives. */
export interface Line {
  readonly port: number;
  /** Nothing passes, in either direction, for that long; then everything does, in order. */
  stall(ms: number): Promise<void>;
  /** What is asked goes through and no answer comes back, until the returned function is called. */
  holdAnswers(): () => void;
  close(): Promise<void>;
}

export async function openLine(targetPort: number): Promise<Line> {
  const open = new Set<Socket>();
  /** Those of them that bring answers. */
  const answering = new Set<Socket>();
  let stalls = 0;
  let holds = 0;

  function stands(socket: Socket): boolean {
    return stalls > 0 || (holds > 0 && answering.has(socket));
  }

  function goOn(): void {
    for (const socket of open) if (!stands(socket)) socket.resume();
  }

  function keep(socket: Socket, other: Socket): void {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (!other.write(chunk)) {
        socket.pause();
        other.once('drain', () => stands(socket) || socket.resume());
      }
    });
    socket.on('end', () => other.end());
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      open.delete(socket);
      answering.delete(socket);
      other.destroySoon();
    });
    if (stands(socket)) socket.pause();
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    answering.add(far);
    keep(near, far);
    keep(far, near);
  });
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', settle);
  });

  return {
    port: (server.address() as AddressInfo).port,
    async stall(ms) {
      stalls += 1;
      for (const socket of open) socket.pause();
      await new Promise((settle) => setTimeout(settle, ms));
      stalls -= 1;
      goOn();
    },
    holdAnswers() {
      holds += 1;
      for (const socket of answering) socket.pause();
      return () => {
        holds -= 1;
        goOn();
      };
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((settle) => server.close(() => settle()));
    },
  };
}
