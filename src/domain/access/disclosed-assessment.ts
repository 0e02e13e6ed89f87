import { shownToHandler } from '#domain/access/disclosed-form.ts';
import { mayReadDecision } from '#domain/access/may-read-decision.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { assessmentOf } from '#domain/cases/assessment-of.ts';
import type { Case } from '#domain/cases/case.ts';
import type { Assessment } from '#domain/catalogue/eligibility/assessment.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * What a viewer sees of the assessment of a case. Its working quotes the household's figures, so whoever handles a
 * referral sees only the values that the step discloses. `referrals` are those the viewer may see.
 */
export function disclosedAssessment(
  viewer: Viewer,
  item: ServiceItem,
  record: Case,
  referrals: readonly Referral[],
): Assessment | undefined {
  const assessment = record.facts && assessmentOf(item, record.facts);
  if (!assessment) return undefined;
  if (mayReadDecision(viewer, record)) return assessment;
  const shown = shownToHandler(viewer, item, referrals);
  const values = Object.entries(assessment.values).filter(([name]) => shown.has(`assessment.${name}`));
  return values.length > 0 ? { ...assessment, values: Object.fromEntries(values), reasons: [] } : undefined;
}
