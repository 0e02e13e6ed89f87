import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';

/** Ids that every line written on behalf of one request or job carries. */
export interface LogContext {
  readonly requestId?: string;
  readonly job?: string;
}

const current = new AsyncLocalStorage<LogContext>();

export function withLogContext<Result>(context: LogContext, work: () => Result): Result {
  return current.run(context, work);
}

/** What the line is about, and the trace it belongs to while traces are on. */
export function logContext(): Record<string, string> {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return { ...current.getStore(), ...(traceId && { traceId }) };
}
