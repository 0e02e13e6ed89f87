import { Pool } from 'undici';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { exchange } from './http-exchange.ts';
import type { HttpLimits, HttpRequest, HttpResponse } from './http-exchange.ts';

export interface HttpClient {
  /** One request, one answer of any status. Throws AgencyExchangeError when no whole answer came. */
  exchange(request: HttpRequest, call: AgencyCall): Promise<HttpResponse>;
  close(): Promise<void>;
}

export interface HttpClientSettings {
  readonly agency: AgencyCode;
  readonly baseUrl: URL;
  readonly limits?: Partial<HttpLimits>;
  /** Sockets held towards this agency, so that one slow agency never takes another's. */
  readonly connections?: number;
}

const LIMITS: HttpLimits = {
  connectTimeoutMs: 3_000,
  firstByteTimeoutMs: 8_000,
  totalTimeoutMs: 15_000,
  maxResponseBytes: 8 * 1024 * 1024,
};

/**
 * HTTP towards one agency over its own connection pool. The address comes from settings, never from a payload, and no
 * redirect is followed, so a message cannot send us elsewhere.
 */
export function createHttpClient(settings: HttpClientSettings): HttpClient {
  const limits = { ...LIMITS, ...settings.limits };
  const basePath = settings.baseUrl.pathname.replace(/\/$/, '');
  const pool = new Pool(settings.baseUrl.origin, {
    connections: settings.connections ?? 16,
    connectTimeout: limits.connectTimeoutMs,
    // Both are kept by the exchange itself: undici's own timers may be off by half a second.
    headersTimeout: 0,
    bodyTimeout: 0,
    // HTTP/1.1 keeps "was it written?" answerable per request.
    allowH2: false,
  });

  return {
    exchange: (request, call) =>
      exchange(pool, { ...request, path: basePath + request.path }, limits, settings.agency, call),
    close: () => pool.destroy(),
  };
}
