import { mayHandle } from '#domain/access/may-handle.ts';
import type { Viewer, ViewerRole } from '#domain/access/viewer.ts';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import { isMediation } from '#domain/disputes/mediation-ending.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Those who decide a dispute that was mediated before, or enforce what came of it. */
const LATER_ROLES: readonly AgencyRole[] = ['HR_ARBITRATION', 'COURT_FILING', 'JUDICIAL_CONFIRMATION'];
/** The union's own staff, and the applicant, who sat at the table. */
const AT_THE_DOOR: readonly ViewerRole[] = ['WINDOW', 'SUPERVISOR', 'WORKER'];

/**
 * Whether what a person wrote about an event may be read. Mediation is confidential, and what was conceded in it may not
 * be used later (人民法院在线调解规则 art. 18, 22, 29): such notes are for the mediators, and for none of them who now
 * handles a later step of the same case. `visible` are the referrals of the case that the viewer may see at all.
 */
export function mayReadNote(viewer: Viewer, referralId: string | undefined, visible: readonly Referral[]): boolean {
  if (AT_THE_DOOR.includes(viewer.role)) return true;
  const handled = visible.filter((referral) => mayHandle(viewer, referral));
  if (!referralId) return handled.length > 0;
  const referral = handled.find(({ id }) => id === referralId);
  if (!referral) return false;
  return !isMediation(referral.role) || !handled.some(({ role }) => LATER_ROLES.includes(role));
}
