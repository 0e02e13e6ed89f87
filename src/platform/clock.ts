/** Where "now" comes from. Injected everywhere, so that legal time can be moved in tests and in the demo. */
export interface Clock {
  now(): Date;
  /** Ends what the clock needs to keep itself right. */
  stop?(): void;
}

export const systemClock: Clock = { now: () => new Date() };
