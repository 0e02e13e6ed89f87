import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';
import type { HttpResponse } from './http-exchange.ts';

/**
 * Returns the response when its status is 2xx, else throws AgencyExchangeError with the class of the fault.
 *
 * Surely not recorded: every 4xx (408, 425 and 429 may be repeated), 3xx, and a 503 that names a time to come back, which
 * RFC 9110 §15.6.4 gives to a server that is not handling requests. Any other 5xx may have come after the record was made.
 */
export function requireOk(response: HttpResponse, agency: AgencyCode): HttpResponse {
  const { status } = response;
  if (status >= 200 && status < 300) {
    const encoding = response.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return response;
    // We never offer compression, and unpacking unasked invites a decompression bomb.
    throw new AgencyExchangeError('MALFORMED', `${agency}: compressed answer`, { recorded: 'MAYBE' });
  }
  const retryAfterSeconds = readRetryAfter(response.headers['retry-after']);
  const message = `${agency}: HTTP ${status}`;
  if (status === 429)
    throw new AgencyExchangeError('THROTTLED', message, { recorded: 'NO', blameAgency: false, retryAfterSeconds });
  if (status === 408 || status === 425)
    throw new AgencyExchangeError('TIMEOUT', message, { recorded: 'NO', retryAfterSeconds });
  if (status >= 500) {
    const recorded = status === 503 && retryAfterSeconds !== undefined ? 'NO' : 'MAYBE';
    throw new AgencyExchangeError('SERVER_ERROR', message, { recorded, retryAfterSeconds });
  }
  const fault = status === 401 || status === 403 ? 'CREDENTIALS' : 'REJECTED_REQUEST';
  throw new AgencyExchangeError(fault, message, { recorded: 'NO', blameAgency: false });
}

/** Longer waits are the back-off's business; an absurd value must not park a referral for a year. */
const LONGEST_RETRY_AFTER_SECONDS = 6 * 60 * 60;

/** Only the seconds form: the date form needs both clocks to agree, which is what we cannot know. */
function readRetryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header)) return undefined;
  return Math.min(Number(header), LONGEST_RETRY_AFTER_SECONDS);
}
