import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import { AgencyExchangeError } from './agency-exchange-error.ts';

/**
 * The row of the outcome table for a delivery that ended in `error`. Errors that are no agency fault are thrown on:
 * they are defects, and the caller counts them as UNKNOWN.
 */
function sendOutcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof AgencyUnavailableError)) throw error;
  const { fault } = error;
  if (fault === 'CREDENTIALS' || fault === 'REJECTED_REQUEST' || fault === 'NOT_SUPPORTED') {
    return { kind: 'STOPPED', fault, reason: error.message };
  }
  const surelyNotRecorded = error instanceof AgencyExchangeError && error.recorded === 'NO';
  return surelyNotRecorded
    ? { kind: 'RETRY', fault, retryAfterSeconds: error.retryAfterSeconds }
    : { kind: 'UNKNOWN', fault };
}

/** Runs a delivery and answers with its row of the outcome table, faults included. */
export async function deliver(attempt: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await attempt();
  } catch (error) {
    return sendOutcomeOf(error);
  }
}

/** The agency identifies people by their number, and the plan's step does not disclose it: a fault of the plan. */
export function lacksResidentId(agency: AgencyCode): SendOutcome {
  return {
    kind: 'STOPPED',
    fault: 'REJECTED_REQUEST',
    reason: `${agency}: the step discloses no applicant.residentId`,
  };
}

/** An inquiry that failed has said nothing: it is asked again later. */
export function inquiryOutcomeOf(error: unknown): InquiryOutcome {
  if (!(error instanceof AgencyUnavailableError)) throw error;
  return { kind: 'UNKNOWN', fault: error.fault };
}
