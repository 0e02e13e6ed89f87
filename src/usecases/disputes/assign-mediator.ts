import type { Viewer } from '#domain/access/viewer.ts';
import { assignMediator as assign } from '#domain/cases/assign-mediator.ts';
import { refuse } from '#domain/errors.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/index.ts';

export interface AssignMediatorInput extends ReferralInput {
  readonly mediatorId: string;
  readonly conflictDeclared: boolean;
}

/** The office a mediation lies with gives it to one of its mediators. Idempotent by its key; throws RequestRefusedError. */
export async function assignMediator(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: AssignMediatorInput,
): Promise<ReferralResult> {
  const mediator = await deps.stores.mediators.find(input.mediatorId);
  return changeReferral(deps, viewer, input, {
    name: 'assignMediator',
    by: 'HANDLER',
    change: (draft, referral, context) => {
      if (!mediator) refuse('NOT_FOUND', ['mediatorId']);
      const refusal = assign(draft, referral.id, mediator, input.conflictDeclared, context);
      if (refusal === 'TRANSITION_REFUSED') return { applied: false, refusal: 'ALREADY_OVER' };
      if (refusal) refuse(refusal, [refusal === 'NOT_A_MEDIATION' ? 'referralId' : 'mediatorId']);
      return { applied: true };
    },
  });
}
