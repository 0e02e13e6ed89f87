import type { Viewer } from '#domain/access/viewer.ts';
import { type MediationStatistics, mediationStatistics } from '#domain/disputes/mediation-statistics.ts';
import { refuse } from '#domain/errors.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface StatisticsQuestion {
  readonly divisionCode: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Counts only, of the viewer's own division or one below it. Throws RequestRefusedError. */
export async function countMediations(
  { stores, clock }: UsecaseDependencies,
  viewer: Viewer,
  { divisionCode, from, to }: StatisticsQuestion,
): Promise<MediationStatistics & StatisticsQuestion & { readonly asOf: Date }> {
  const place = await stores.divisions.withAncestors(divisionCode);
  if (!place.includes(viewer.divisionCode)) refuse('DIVISION_OUT_OF_AREA', ['divisionCode']);
  if (to < from) refuse('DATE_INVALID', ['to']);
  const asOf = clock.now();
  const counts = await stores.mediators.countMediations(divisionCode, from, to);
  return { ...mediationStatistics(counts), divisionCode, from, to, asOf };
}
