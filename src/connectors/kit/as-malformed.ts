import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';

/**
 * Reads an answer to a call of ours. What cannot be read is the agency's fault `MALFORMED`; as it did answer, what we
 * asked for may well have been recorded.
 */
export function asMalformed<Answer>(agency: AgencyCode, read: () => Answer): Answer {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof AgencyMessageUnreadableError)) throw cause;
    throw new AgencyExchangeError('MALFORMED', `${agency}: ${cause.reason}`, { recorded: 'MAYBE', cause });
  }
}
