import net from 'node:net';

/**
 * A port of 127.0.0.1 that is free now: `wish` if it is, else one the kernel picks. PostgreSQL cannot be told to pick
 * for itself; whoever uses the answer has to cope with losing it to a quicker process.
 */
export async function freePort(wish?: number): Promise<number> {
  const port = (wish && (await listenOnce(wish))) || (await listenOnce(0));
  if (!port) throw new Error('no free port on 127.0.0.1');
  return port;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
