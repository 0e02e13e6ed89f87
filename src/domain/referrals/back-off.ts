const FIRST_SECONDS = 2;
const LONGEST_SECONDS = 6 * 60 * 60;

/**
 * How long to wait after the n-th failed attempt: exponential up to six hours with full jitter, so that a recovering
 * agency is not met by everyone at once. `random` is in [0, 1); at least one second, so that nothing spins.
 */
export function backOffSeconds(attempts: number, random: number): number {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, attempts - 1));
  return Math.max(1, Math.round(ceiling * random));
}
