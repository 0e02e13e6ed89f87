import {
  context,
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

// All of it does nothing while no tracing was started: the interface of OpenTelemetry is empty then.

const TRACEPARENT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;

/** W3C trace context of what runs now; undefined outside of a trace. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !trace.isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** A context that continues a stored or received trace; a malformed one begins anew. */
export function continueTrace(traceparent: string | null | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

export interface SpanWishes {
  readonly kind: SpanKind;
  /** Codes and ids only. */
  readonly attributes?: Attributes;
  readonly parent?: Context;
}

/** Does `work` within a span that ends with it; what it throws is marked by its class alone. */
export async function inSpan<Result>(name: string, wishes: SpanWishes, work: () => Promise<Result>): Promise<Result> {
  const parent = wishes.parent ?? context.active();
  const { kind, attributes = {} } = wishes;
  const span = trace.getTracer('onedoor').startSpan(name, { kind, attributes }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}
