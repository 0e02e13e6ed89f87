import { SpanKind } from '@opentelemetry/api';
import type { App } from '#app/create-app.ts';
import type { AroundCall } from '#app/metrics/watch-agencies.ts';
import { continueTrace, inSpan } from '#platform/trace-context.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

/** A span around each call; the connector passes its trace on to the agency. */
export const traceCall: AroundCall = ({ agency, action }, work) =>
  inSpan(`${action} ${agency}`, { kind: SpanKind.CLIENT, attributes: { 'onedoor.agency': agency } }, work);

/**
 * Deliveries as part of the trace of the request that brought them about, however much later they happen. Costs a read
 * per delivery, so it is put in while traces are on.
 */
export function traceDispatch({ system, database }: Pick<App, 'system' | 'database'>): SystemUsecases {
  return {
    ...system,
    async dispatchEffect(id) {
      const effect = await database.prisma.effect.findUnique({ where: { id }, select: { traceParent: true } });
      const parent = continueTrace(effect?.traceParent);
      const wishes = { kind: SpanKind.CONSUMER, attributes: { 'onedoor.effect': id }, parent };
      return inSpan('dispatch-effect', wishes, () => system.dispatchEffect(id));
    },
  };
}
