import type { CircuitState } from '#domain/agencies/agency-connector.ts';

/** How delivery to one agency goes (派送情况). Real time. */
export interface AgencyDelivery {
  readonly agencyCode: string;
  readonly waiting: number;
  readonly oldestWaitingSince?: Date | undefined;
  readonly inDoubt: number;
  readonly deadLetters: number;
  /** As all workers together have seen it. */
  readonly circuit: CircuitState;
  readonly failingSince?: Date | undefined;
  readonly lastAnswerAt?: Date | undefined;
  readonly pausedAt?: Date | undefined;
  readonly pausedUntil?: Date | undefined;
  readonly pauseReason?: string | undefined;
}
