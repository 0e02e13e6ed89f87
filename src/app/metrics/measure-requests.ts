import type { FastifyInstance } from 'fastify';
import { arrivalOf, type Authenticate } from '#app/identity/admission.ts';
import { answerRefusal } from '#app/identity/answer-refusal.ts';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { Scrape } from '#app/metrics/create-scrape.ts';
import { METRICS_TYPE } from '#app/metrics/serve-metrics.ts';

/** Times every answer by its route as it is written in our source, never by the address that was asked for. */
export function measureRequests(http: FastifyInstance, metrics: Metrics): void {
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.http.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

/** `/metrics` on the gateway's own port: for operators, with their token. */
export function offerMetrics(http: FastifyInstance, scrape: Scrape, authenticate: Authenticate): void {
  http.get('/metrics', async (request, reply) => {
    const { viewer, refusal } = await authenticate(arrivalOf(request.raw));
    if (refusal) return answerRefusal(reply, refusal);
    if (viewer.role !== 'OPERATOR') return reply.code(403).send({ errors: [NOT_OPERATOR] });
    return reply
      .type(METRICS_TYPE)
      .header('cache-control', 'no-store')
      .send(await scrape.text());
  });
}

const NOT_OPERATOR = { message: '仅限运维人员 / for operators only', extensions: { code: 'FORBIDDEN' } };
