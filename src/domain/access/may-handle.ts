import type { Viewer } from '#domain/access/viewer.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Only the agency a referral lies with answers it, and only whoever acts in the role it was sent to. */
export function mayHandle(viewer: Viewer, referral: Referral): boolean {
  return viewer.actsFor?.agencyCode === referral.agencyCode && viewer.actsFor.roles.includes(referral.role);
}
