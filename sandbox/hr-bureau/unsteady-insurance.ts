import { UNSTEADY_INSURANCE } from '../kit/people.ts';

const FAILURES = 2;

/**
 * The insurance office answers 503 to the first two requests that name one person, then never again. Counted in memory:
 * a restart makes the story playable once more.
 */
export function createUnsteadyInsurance(): { fails(namedIds: readonly (string | undefined)[]): boolean } {
  let failed = 0;
  return {
    fails(namedIds) {
      if (failed >= FAILURES || !namedIds.includes(UNSTEADY_INSURANCE)) return false;
      failed += 1;
      return true;
    },
  };
}
