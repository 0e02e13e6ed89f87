/** Why a call to an agency gave no usable answer. Stable: stored on attempts, shown to operators, used as a metric label. */
export type AgencyFaultClass =
  | 'CONNECT'
  | 'TIMEOUT'
  | 'THROTTLED'
  | 'SERVER_ERROR'
  | 'MALFORMED'
  | 'CREDENTIALS'
  | 'REJECTED_REQUEST'
  | 'CIRCUIT_OPEN'
  | 'BULKHEAD_FULL'
  | 'NOT_SUPPORTED';

/**
 * The agency did not give a usable answer. Read paths turn it into a source answer `UNAVAILABLE`, delivery into the
 * outcome table; it never reaches a user as a failed query. The message holds no payload and no personal data.
 */
export class AgencyUnavailableError extends Error {
  override readonly name = 'AgencyUnavailableError';
  readonly fault: AgencyFaultClass;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    fault: AgencyFaultClass,
    message: string,
    options?: { retryAfterSeconds?: number | undefined; cause?: unknown },
  ) {
    super(message, { cause: options?.cause });
    this.fault = fault;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/**
 * A message an agency sent us cannot be read: wrong encoding, wrong shape, unknown word. The inbox keeps it raw with
 * `reason` and the referral stays as it was. `reason` names fields and kinds, never their contents.
 */
export class AgencyMessageUnreadableError extends Error {
  override readonly name = 'AgencyMessageUnreadableError';
  readonly reason: string;

  constructor(reason: string, options?: { cause?: unknown }) {
    super(`agency message unreadable: ${reason}`, options);
    this.reason = reason;
  }
}
