import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

export interface Tracing {
  /** Sends what is left; gives up after two seconds, so that a collector that is gone does not hold up the stop. */
  stop(): Promise<void>;
}

const LAST_SENDING_MS = 2_000;

/** Sends traces to an OTLP collector (HTTP); undefined, and nothing is recorded, without an address. */
export async function startTracing(endpoint: string | undefined, role: string): Promise<Tracing | undefined> {
  if (!endpoint) return undefined;
  // Only where they are wanted: together they take 25 MB.
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    spanProcessors: [
      sayingRole(role),
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000, maxQueueSize: 4_096 }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      const givenUp = Promise.withResolvers<void>();
      const timer = setTimeout(givenUp.resolve, LAST_SENDING_MS);
      await Promise.race([provider.shutdown().catch(() => {}), givenUp.promise]);
      clearTimeout(timer);
      trace.disable();
      context.disable();
    },
  };
}

/** Which process a span comes from. */
function sayingRole(role: string): SpanProcessor {
  return {
    onStart: (span) => void span.setAttribute('onedoor.role', role),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}
