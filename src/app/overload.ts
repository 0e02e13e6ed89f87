import { monitorEventLoopDelay } from 'node:perf_hooks';

export type ShedReason = 'in-flight' | 'database' | 'event-loop';

/** Turns requests away while there are too many at once, or while the process cannot keep up with itself. */
export interface OverloadGuard {
  /** Why a request is not taken in; undefined when it is, and then `leave` has to be called once. */
  enter(): ShedReason | undefined;
  leave(): void;
  inFlight(): number;
  stop(): void;
}

export interface OverloadLimits {
  /** Requests at once; beyond that waiting would only make every answer late. */
  readonly maxInFlight: number;
  /** Callers that may wait for a connection of the pool: whoever comes behind them would wait for seconds. */
  readonly maxWaiting: number;
  /** Mean delay of the event loop over half a second. A single long pause, of the garbage collector say, does not reach it. */
  readonly maxDelayMs: number;
}

const RESOLUTION_MS = 10;
const LOOK_EVERY_MS = 500;

export interface OverloadSigns {
  /** Who waits for a connection of the database at the moment. */
  waiting(): number;
  /** The mean since it was last asked. */
  meanDelayMs(): number;
}

export function createOverloadGuard(limits: OverloadLimits, signs: OverloadSigns): OverloadGuard {
  let count = 0;
  let behind = false;
  const timer = setInterval(() => {
    behind = signs.meanDelayMs() > limits.maxDelayMs;
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    enter() {
      if (count >= limits.maxInFlight) return 'in-flight';
      if (signs.waiting() > limits.maxWaiting) return 'database';
      // One at a time still comes in, so that the process notices when it has caught up even if nothing else runs.
      if (behind && count > 0) return 'event-loop';
      count += 1;
      return undefined;
    },
    leave: () => void (count -= 1),
    inFlight: () => count,
    stop: () => clearInterval(timer),
  };
}

export function watchEventLoop(): () => number {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return () => {
    const mean = delay.count > 0 ? delay.mean / 1e6 - RESOLUTION_MS : 0;
    delay.reset();
    return mean;
  };
}
