import type { FastifyInstance } from 'fastify';

export const DEFAULT_PORT = 4000;

/** Listens and answers the URL. A taken port is said in words, with the mend. */
export async function listenOn(http: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await http.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    throw new Error(`端口 ${port} 已被占用，请用 PORT 另选一个 / port ${port} is taken; choose another with PORT`, {
      cause: error,
    });
  }
}
