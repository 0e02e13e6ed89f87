import { createServer } from 'node:net';

/** Whether a port can be listened on at this moment. Another process may be quicker all the same. */
export function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => settle(true)));
  });
}
