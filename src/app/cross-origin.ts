import type { FastifyInstance } from 'fastify';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'accept-language, apollo-require-preflight, authorization, content-type, onedoor-case, onedoor-purpose, traceparent',
  'access-control-max-age': '600',
};

/**
 * Pages of other origins may read the graph only when their origin is listed; without a list there are no such headers and
 * browsers keep answers from them. Callers show a token and no cookie, so credentials are never allowed. `/ops` stays closed.
 */
export function openToOrigins(http: FastifyInstance, origins: readonly string[]): void {
  const listed = new Set(origins);
  if (listed.size === 0) return;
  http.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (request.routeOptions.url !== '/graphql') return;
    // Or a cache in between would give the answer for one origin to another.
    void reply.header('vary', 'origin');
    if (origin === undefined || !listed.has(origin)) return;
    void reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after');
  });
  http.options('/graphql', (request, reply) => {
    const { origin } = request.headers;
    return reply
      .code(204)
      .headers(origin !== undefined && listed.has(origin) ? PREFLIGHT : {})
      .send();
  });
}
