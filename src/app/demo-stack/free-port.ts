import { isFree } from '#platform/embedded-postgres/free-port.ts';

/** A port that can be listened on now: the wished one, else the next free above it. */
export async function nextFreePort(host: string, from: number): Promise<number> {
  for (let port = from; port < from + 200; port += 1) {
    if (await isFree(host, port)) return port;
  }
  throw new Error(`${host} 上 ${from} 起的 200 个端口都被占用 / no free port from ${from} on`);
}
