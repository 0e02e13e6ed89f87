import type { FrozenFacts } from '#domain/cases/case.ts';
import type { Assessment } from '#domain/catalogue/eligibility/assessment.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';

/** The assessment as it was frozen with the facts; undefined for an item that assesses nothing. */
export function assessmentOf(item: ServiceItem, { assessment, assessed }: FrozenFacts): Assessment | undefined {
  return item.assessment && { kind: item.assessment, values: assessment, reasons: assessed };
}
