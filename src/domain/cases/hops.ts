import type { CaseDraft } from '#domain/cases/case-draft.ts';

/** Anti ping-pong: after so many returns of one step whoever gets it next leads (牵头) and cannot return it. */
export const RETURNS_UNTIL_LEAD = 2;

/** How often a step came back. */
export function returnsOf(draft: CaseDraft, stepKey: string): number {
  return draft.referrals.filter((referral) => referral.stepKey === stepKey && referral.status === 'RETURNED').length;
}
