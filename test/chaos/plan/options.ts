import type { Backend, Group } from './faults.ts';

/** `full` is the counts of the goals (15 kills of a worker, a lock of 20 s …), `bounded` a few of each. */
export type Severity = 'bounded' | 'full';

export interface ChaosOptions {
  readonly seed: number;
  readonly referrals: number;
  readonly backend: Backend;
  readonly severity: Severity;
  readonly groups: readonly Group[];
}
