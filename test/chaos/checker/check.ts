import { checkAcceptance } from './check-acceptance.ts';
import { checkDelivery } from './check-delivery.ts';
import { checkDoubts } from './check-doubts.ts';
import { checkHouse } from './check-house.ts';
import { checkReplies } from './check-replies.ts';
import type { Evidence } from './evidence.ts';
import type { Expectations, Violation } from './violation.ts';

/** Everything that is wrong; empty when nothing is. Pure. */
export function checkRun(evidence: Evidence, expectations: Expectations): readonly Violation[] {
  return [
    ...checkAcceptance(evidence),
    ...checkDelivery(evidence),
    ...checkDoubts(evidence, expectations),
    ...checkReplies(evidence),
    ...checkHouse(evidence),
  ].filter(({ ids }) => ids.length > 0);
}
