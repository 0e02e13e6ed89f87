import { monitorEventLoopDelay } from 'node:perf_hooks';

export type ShedReason = 'in-flight' | 'database' | 'event-loop';

/** Turns requests away while there are too many at once, or while the process cannot keep up with itself. */
export interface OverloadGuard {
  /** Why a request is not taken in; undefined when it is, and then `leave` has to be called once. */
  enter(): ShedReason | undefined;
  leave(tookMs: number): void;
  inFlight(): number;
  stop(): void;
}

export interface OverloadLimits {
  /** Requests at once, never more than the one and never less than the other. */
  readonly maxInFlight: number;
  readonly leastInFlight: number;
  /** How long an answer may take on average before a process that is busy takes in fewer at once. */
  readonly maxMeanMs: number;
  /** Callers that may wait for a connection of the pool: whoever comes behind them would wait for seconds. */
  readonly maxWaiting: number;
  /** Mean delay of the event loop over half a second. A single long pause, of the garbage collector say, does not reach it. */
  readonly maxDelayMs: number;
}

const RESOLUTION_MS = 10;
const LOOK_EVERY_MS = 500;
/** Share of the time in which the event loop has something to do. */
const BUSY = 0.9;
const FEWER = 0.75;
const MORE = 8;

export interface OverloadSigns {
  /** Who waits for a connection of the database at the moment. */
  waiting(): number;
  /** The mean since it was last asked. */
  meanDelayMs(): number;
  /** Of the event loop since it was last asked, from 0 to 1. */
  utilisation(): number;
}

/**
 * How many are taken in at once follows how long they take: where the process is busy and answers come late, those that
 * are taken in would only wait for each other. Late answers alone say nothing: an agency may be slow.
 */
export function createOverloadGuard(limits: OverloadLimits, signs: OverloadSigns): OverloadGuard {
  let count = 0;
  let limit = limits.maxInFlight;
  let behind = false;
  let ended = 0;
  let tookMs = 0;
  const timer = setInterval(() => {
    behind = signs.meanDelayMs() > limits.maxDelayMs;
    const late = ended > 0 && tookMs / ended > limits.maxMeanMs;
    [ended, tookMs] = [0, 0];
    limit =
      signs.utilisation() > BUSY && late
        ? Math.max(limits.leastInFlight, Math.floor(limit * FEWER))
        : Math.min(limits.maxInFlight, limit + MORE);
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    enter() {
      if (count >= limit) return 'in-flight';
      if (signs.waiting() > limits.maxWaiting) return 'database';
      // One at a time still comes in, so that the process notices when it has caught up even if nothing else runs.
      if (behind && count > 0) return 'event-loop';
      count += 1;
      return undefined;
    },
    leave(ms) {
      count -= 1;
      ended += 1;
      tookMs += ms;
    },
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

export function watchUtilisation(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
