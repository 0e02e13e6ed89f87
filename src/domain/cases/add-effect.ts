import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import type { CaseDraft, ProgressContext } from '#domain/cases/case-draft.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Puts one more effect behind those of the referral; it waits until they are finished. */
export function addEffect(
  draft: CaseDraft,
  referral: Referral,
  kind: EffectKind,
  note: string | undefined,
  context: ProgressContext,
): void {
  const position = draft.effects.filter((effect) => effect.referralId === referral.id).length + 1;
  draft.effects = [
    ...draft.effects,
    {
      id: context.newId(),
      referralId: referral.id,
      agencyCode: referral.agencyCode,
      kind,
      position,
      status: 'PENDING',
      attempts: 0,
      unclear: false,
      note,
      createdAt: context.now,
    },
  ];
}
