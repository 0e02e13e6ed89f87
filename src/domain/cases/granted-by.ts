import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** The amount with which a step ended last; undefined while none of its rounds ended with one. */
export function grantedBy({ referrals }: Pick<CaseDraft, 'referrals'>, stepKey: string): Yuan | undefined {
  const rounds = referrals.filter((referral) => referral.stepKey === stepKey && referral.status === 'COMPLETED');
  return rounds.toSorted((a, b) => b.round - a.round)[0]?.amount;
}
