import { mayHandle } from '#domain/access/may-handle.ts';
import { maySeePersonalContent } from '#domain/access/may-see-personal-content.ts';
import type { Viewer, ViewerRole } from '#domain/access/viewer.ts';
import type { Case } from '#domain/cases/case.ts';
import type { PassportAnswer } from '#domain/catalogue/passports.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** The union's own staff at the door and above it, and the applicant. */
const WITH_THE_REASONS: readonly ViewerRole[] = ['WINDOW', 'SUPERVISOR', 'WORKER'];

/** Why somebody was eligible tells what other agencies hold about them; whoever handles a step has no need of that. */
export function mayReadDecision(viewer: Viewer, record: Pick<Case, 'confidential'>): boolean {
  return WITH_THE_REASONS.includes(viewer.role) && maySeePersonalContent(viewer, record);
}

/**
 * Who handles a step has to know what stands in for a paper or a check, and not what was looked for in vain. `referrals`
 * are those the viewer may see.
 */
export function shownPassports(
  viewer: Viewer,
  record: Case,
  referrals: readonly Referral[],
): readonly PassportAnswer[] {
  const { passports } = record.plan;
  if (mayReadDecision(viewer, record)) return passports;
  const handles = referrals.some((referral) => mayHandle(viewer, referral) && referral.disclosedAt !== undefined);
  return handles ? passports.filter(({ reason }) => reason.holds) : [];
}
