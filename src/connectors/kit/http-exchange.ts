import type { Dispatcher } from 'undici';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import { currentTraceparent } from '#platform/trace-context.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Under the agency's base address. Never holds an identity number: paths end up in other people's logs. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface HttpLimits {
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxResponseBytes: number;
}

/** A caller who gave the agency less than this and then hung up proves nothing about the agency. */
const FAIR_WAIT_MS = 1_000;

/**
 * One HTTP exchange on undici's dispatch interface, which tells what `request()` hides: whether the request was ever
 * begun on a socket. Until then a failure is surely not recorded; from then on it may be.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  limits: HttpLimits,
  agency: AgencyCode,
  call: AgencyCall,
): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const startedAt = performance.now();
  const budgetMs = Math.min(limits.totalTimeoutMs, call.deadline.getTime() - Date.now());
  const chunks: Uint8Array[] = [];
  let size = 0;
  let response: Omit<HttpResponse, 'body'> | undefined;
  let controller: Dispatcher.DispatchController | undefined;
  let settled = false;
  let firstByteTimer: NodeJS.Timeout | undefined;

  function settle(): boolean {
    if (settled) return false;
    settled = true;
    clearTimeout(totalTimer);
    clearTimeout(firstByteTimer);
    call.signal.removeEventListener('abort', hangUp);
    return true;
  }

  function fail(fault: AgencyFaultClass, what: string, blameAgency = true, cause?: unknown): void {
    if (!settle()) return;
    const recorded = controller ? 'MAYBE' : 'NO';
    const error = new AgencyExchangeError(fault, `${agency}: ${what}`, { recorded, blameAgency, cause });
    controller?.abort(error);
    reject(error);
  }

  function hangUp(): void {
    fail('TIMEOUT', 'the caller has no time left', performance.now() - startedAt >= FAIR_WAIT_MS);
  }

  const totalTimer = setTimeout(
    () => {
      if (budgetMs < limits.totalTimeoutMs) hangUp();
      else fail('TIMEOUT', `no whole answer within ${limits.totalTimeoutMs} ms`);
    },
    Math.max(0, budgetMs),
  );
  call.signal.addEventListener('abort', hangUp, { once: true });
  if (call.signal.aborted || budgetMs <= 0) {
    hangUp();
    return promise;
  }

  dispatcher.dispatch(
    {
      method: request.method,
      path: request.path,
      headers: { ...request.headers, ...traceHeader() },
      body: request.body ?? null,
    },
    {
      onRequestStart(started) {
        // Already given up while it waited for a socket: aborting here keeps it from being written.
        if (settled) return started.abort(new Error('given up before it was written'));
        controller = started;
        firstByteTimer = setTimeout(
          () => fail('TIMEOUT', `no answer began within ${limits.firstByteTimeoutMs} ms`),
          limits.firstByteTimeoutMs,
        );
      },
      onResponseStart(_controller, status, headers) {
        clearTimeout(firstByteTimer);
        // Informational answers (1xx) precede the real one.
        if (status >= 200) response = { status, headers };
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > limits.maxResponseBytes) fail('MALFORMED', `answer larger than ${limits.maxResponseBytes} bytes`);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (response && settle()) resolve({ ...response, body: Buffer.concat(chunks) });
      },
      onResponseError(_controller, cause) {
        fail(
          cause.name === 'HTTPParserError' ? 'MALFORMED' : 'CONNECT',
          controller ? 'connection lost' : 'no connection',
          true,
          cause,
        );
      },
    },
  );
  return promise;
}

/** The agency may follow the trace in its own house; absent while traces are off. */
function traceHeader(): Readonly<Record<string, string>> {
  const traceparent = currentTraceparent();
  return traceparent ? { traceparent } : {};
}
