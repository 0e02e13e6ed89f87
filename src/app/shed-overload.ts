import type { FastifyInstance } from 'fastify';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { OverloadGuard } from '#app/overload.ts';

/** What costs work. Health, metrics and the queue board stay open: they are looked at when things are bad. */
const COSTLY = new Set(['/graphql', '/webhooks/:agency']);
/** Spread, so that those who were turned away do not all come back at the same moment. */
const RETRY_AFTER_SECONDS = [1, 2, 3] as const;

const OVERLOADED = {
  errors: [
    {
      message:
        '系统繁忙，请按 Retry-After 稍后重试；这次请求没有处理 / overloaded; nothing was done, try again after Retry-After seconds',
      extensions: { code: 'OVERLOADED' },
    },
  ],
};

/** 503 with Retry-After before anything of the request is read. Costs neither a token check nor a connection of the pool. */
export function shedOverload(http: FastifyInstance, guard: OverloadGuard, metrics: Metrics | undefined): void {
  let turn = 0;
  http.addHook('onRequest', async (request, reply) => {
    if (!COSTLY.has(request.routeOptions.url ?? '')) return undefined;
    const reason = guard.enter();
    if (!reason) {
      // `close` comes once however the exchange ends, also when the client hangs up.
      metrics?.inFlight.inc();
      const began = performance.now();
      reply.raw.once('close', () => {
        guard.leave(performance.now() - began);
        metrics?.inFlight.dec();
      });
      return undefined;
    }
    metrics?.shed.inc({ reason });
    turn = (turn + 1) % RETRY_AFTER_SECONDS.length;
    return reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS[turn])).send(OVERLOADED);
  });
  http.addHook('onClose', async () => guard.stop());
}
