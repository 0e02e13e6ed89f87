import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * Whether a payment that was taken back may be made anew: only where the bank confirmed the recall or never had the
 * order. A recall on its way, or one that came too late, may still end with the money on the card. True for any other
 * agency: what it does twice can be undone.
 */
export function surelyNotPaid({ effects }: Pick<CaseDraft, 'effects'>, { id, role }: Referral): boolean {
  if (role !== 'PAYING_BANK') return true;
  const recall = effects.find((effect) => effect.referralId === id && effect.kind === 'RECALL');
  return recall === undefined || recall.status === 'DELIVERED' || recall.status === 'CANCELLED';
}
