import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { LOOP_CLOSURE_DEFINITION, type LoopClosure } from '#domain/reconciliation/loop-closure.ts';
import { daysBetween, type LocalDate } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface LoopClosureInput {
  readonly divisionCode: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const LONGEST_DAYS = 366;

/** Counts only, of the viewer's own division or one below it. Throws RequestRefusedError. */
export async function showLoopClosure(
  { stores, clock }: UsecaseDependencies,
  viewer: Viewer,
  { divisionCode, from, to }: LoopClosureInput,
): Promise<LoopClosure> {
  const place = await stores.divisions.withAncestors(divisionCode);
  if (!place.includes(viewer.divisionCode)) refuse('DIVISION_OUT_OF_AREA', ['divisionCode']);
  if (to < from || daysBetween(from, to) >= LONGEST_DAYS) refuse('DATE_INVALID', ['to']);
  const asOf = clock.now();
  const question = { divisionCode, from, to, now: asOf };
  const [cases, agencies] = await Promise.all([
    stores.loopClosure.cases(question),
    stores.loopClosure.agencies(question),
  ]);
  return { divisionCode, from, to, asOf, definition: LOOP_CLOSURE_DEFINITION, cases, agencies };
}
