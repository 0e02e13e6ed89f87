import type { ClockRegion, ClockRule } from '#domain/catalogue/clock-rule.ts';

/** The national rule as a region counts it that follows practice; undefined where no practice is known. */
export function practisedIn({ practice, ...rule }: ClockRule, region: ClockRegion): ClockRule | undefined {
  if (!practice) return undefined;
  return {
    ...rule,
    unit: practice.unit,
    // A count of working days ends on one.
    rollOver: rule.rollOver && practice.unit !== 'WORKING_DAY',
    source: `${rule.source}；单位按${practice.source}`,
    confidence: practice.confidence,
    region,
  };
}
