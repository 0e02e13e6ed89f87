/** Whether an agency answers what is sent to it, as all workers together have seen it. Real time. */
export interface AgencyHealth {
  readonly lastSuccessAt?: Date | undefined;
  readonly lastFailureAt?: Date | undefined;
  /** Since the first failure after its last answer. */
  readonly failingSince?: Date | undefined;
  /** In a row. */
  readonly failures: number;
}

/**
 * So many failures in a row, of whichever messages, and an agency counts as down: it is called by one probe at a time
 * until it answers. The same figure as that of the breaker in each process.
 */
export const FAILURES_UNTIL_DOWN = 5;

/** Seconds between two probes of an agency that is down, all workers together; longer the longer it lasts. */
export const PROBE_SECONDS = { shortest: 5, longest: 30, shareOfOutage: 0.1 } as const;
