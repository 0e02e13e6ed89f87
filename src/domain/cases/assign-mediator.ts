import { record, referralIn, replaceReferral, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { reportStage } from '#domain/cases/report-stage.ts';
import { isMediation } from '#domain/disputes/mediation-ending.ts';
import type { Mediator } from '#domain/disputes/mediator.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';

/**
 * NOT_A_MEDIATION: nobody mediates there. MEDIATOR_CONFLICT: an interest in the matter was disclosed (特邀调解规定 art. 15).
 */
export type AssignmentRefusal =
  | 'NOT_A_MEDIATION'
  | 'TRANSITION_REFUSED'
  | 'MEDIATOR_OF_OTHER_ROOM'
  | 'MEDIATOR_NOT_ACTIVE'
  | 'MEDIATOR_CONFLICT';

/**
 * Puts a mediation into a mediator's hands, or into another's (人民法院在线调解规则 art. 14). The refusal by name, or
 * undefined when it is done.
 */
export function assignMediator(
  draft: CaseDraft,
  referralId: string,
  mediator: Mediator,
  conflictDeclared: boolean,
  context: ProgressContext,
): AssignmentRefusal | undefined {
  const referral = referralIn(draft, referralId);
  if (!isMediation(referral.role)) return 'NOT_A_MEDIATION';
  if (isReferralOver(referral.status)) return 'TRANSITION_REFUSED';
  if (mediator.officeId !== referral.officeId) return 'MEDIATOR_OF_OTHER_ROOM';
  if (mediator.status !== 'ACTIVE') return 'MEDIATOR_NOT_ACTIVE';
  if (conflictDeclared) return 'MEDIATOR_CONFLICT';
  replaceReferral(draft, { ...referral, mediatorId: mediator.id });
  record(
    draft,
    {
      type: 'mediator.assigned',
      referralId,
      data: {
        step: referral.stepKey,
        agency: referral.agencyCode,
        mediator: mediator.id,
        again: referral.mediatorId !== undefined,
      },
    },
    context,
  );
  // Where one was waited for, there is one now; elsewhere the stage stays as it is.
  reportStage(draft, referralId, { event: 'DELEGATE' }, context);
  return undefined;
}
