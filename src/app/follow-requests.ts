import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { withLogContext } from '#platform/log-context.ts';
import { continueTrace } from '#platform/trace-context.ts';

/**
 * Every log line of a request carries its id; while traces are on it is a span as well, in the caller's trace if the
 * caller has one. Attributes are method, route and status: an address or a header could hold anything.
 */
export function followRequests(http: FastifyInstance): void {
  const traces = new WeakMap<FastifyRequest, Context>();
  const within = (request: FastifyRequest, work: () => void): void =>
    context.with(traces.get(request) ?? context.active(), () => withLogContext({ requestId: request.id }, work));

  http.addHook('onRequest', (request, reply, done) => {
    const { traceparent } = request.headers;
    const parent = continueTrace(typeof traceparent === 'string' ? traceparent : undefined);
    const route = request.routeOptions.url ?? 'none';
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    const span = trace
      .getTracer('onedoor')
      .startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    reply.raw.once('close', () => span.setAttribute('http.response.status_code', reply.statusCode).end());
    traces.set(request, trace.setSpan(parent, span));
    within(request, done);
  });
  // A body that came in pieces was read on behalf of its connection; from here on it is the request's work again.
  http.addHook('preValidation', (request, _reply, done) => within(request, done));
}
