import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Child } from '#app/demo-stack/child-process.ts';

export interface ControlServer {
  readonly url: string;
  close(): void;
}

/** `POST /<process>/stop|start`, on 127.0.0.1 only: lets the demo stop an agency, or kill -9 the worker, and bring it back. */
export async function startControlServer(children: ReadonlyMap<string, Child>): Promise<ControlServer> {
  const server: Server = createServer((request, reply) => {
    const [, name = '', action = ''] = (request.url ?? '').split('/');
    const child = children.get(name);
    const answer = (status: number, body: object): void => {
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!child || request.method !== 'POST') return answer(404, { processes: [...children.keys()] });
    if (action === 'start') {
      child.start();
      return answer(200, { started: name });
    }
    if (action === 'stop') {
      void child.stop().then(() => answer(200, { stopped: name }));
      return undefined;
    }
    if (action === 'kill') {
      const pid = child.pid();
      if (pid) process.kill(pid, 'SIGKILL');
      return answer(200, { killed: name });
    }
    return answer(404, { actions: ['start', 'stop', 'kill'] });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
