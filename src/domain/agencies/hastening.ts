/** What an agency without a stated rate is taken to bear. */
const USUAL_CALLS_PER_SECOND = 10;
const SHORTEST_SECONDS = 1;
/** Beyond this the agency's own rate limit does the spreading. */
const LONGEST_SECONDS = 10 * 60;

/** Over how many seconds a backlog is spread when its agency is back: as long as it takes at the agency's rate. */
export function hasteningSeconds(waiting: number, callsPerSecond = USUAL_CALLS_PER_SECOND): number {
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.ceil(waiting / callsPerSecond)));
}
