import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';

/** Whether the agency may have recorded what we asked: NO allows a repetition, MAYBE asks for an inquiry first. */
export type Recorded = 'NO' | 'MAYBE';

export interface AgencyExchangeErrorOptions {
  readonly recorded: Recorded;
  /** False where the agency is not to blame (a caller in a hurry, our own bulkhead): the breaker does not count it. */
  readonly blameAgency?: boolean;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A call that gave no usable answer, with what delivery must know: could the effect have happened all the same? */
export class AgencyExchangeError extends AgencyUnavailableError {
  readonly recorded: Recorded;
  readonly blameAgency: boolean;

  constructor(fault: AgencyFaultClass, message: string, options: AgencyExchangeErrorOptions) {
    super(fault, message, { retryAfterSeconds: options.retryAfterSeconds, cause: options.cause });
    this.recorded = options.recorded;
    this.blameAgency = options.blameAgency ?? true;
  }
}
