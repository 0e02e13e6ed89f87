import type { Viewer } from '#domain/access/viewer.ts';
import { applyReferralEvent, type ReferralChange } from '#domain/cases/apply-referral-event.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';
import { refuse } from '#domain/errors.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import { parseYuan } from '#domain/registry/yuan.ts';
import { checkNote } from '#usecases/check-note.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/change-referral.ts';

export type { ReferralInput };

// What the agency a referral lies with can say about it. The same events come in by webhook and poll; here a person or
// a partner's system says them through the graph. Each is idempotent by its key and throws RequestRefusedError.

export function receiveReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReferralInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'receiveReferral', input, { event: 'RECEIVE' });
}

export interface AcceptReferralInput extends ReferralInput {
  readonly agencyReference?: string | undefined;
}

export function acceptReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: AcceptReferralInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'acceptReferral', input, {
    event: 'ACCEPT',
    agencyReference: optionalNote(input.agencyReference, 'agencyReference'),
  });
}

export function startReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReferralInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'startReferral', input, { event: 'START' });
}

export interface RequestSupplementInput extends ReferralInput {
  readonly note: string;
}

export function requestSupplement(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: RequestSupplementInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'requestSupplement', input, {
    event: 'REQUEST_SUPPLEMENT',
    note: checkNote(input.note, ['note']),
  });
}

export interface ReasonedInput extends ReferralInput {
  readonly reasonCode: ReasonCode;
  readonly note?: string | undefined;
}

export function returnReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReasonedInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'returnReferral', input, {
    event: 'RETURN',
    reasonCode: input.reasonCode,
    note: optionalNote(input.note, 'note'),
  });
}

export function refuseReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReasonedInput,
): Promise<ReferralResult> {
  return answer(deps, viewer, 'refuseReferral', input, {
    event: 'REFUSE',
    reasonCode: input.reasonCode,
    note: optionalNote(input.note, 'note'),
  });
}

export interface CompleteReferralInput extends ReferralInput {
  readonly outcome: string;
  readonly terminationReason?: TerminationReason | undefined;
  readonly agreementKind?: AgreementKind | undefined;
  readonly undisputedFacts?: string | undefined;
  readonly amount?: string | undefined;
  readonly agencyReference?: string | undefined;
  readonly note?: string | undefined;
}

export function completeReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: CompleteReferralInput,
): Promise<ReferralResult> {
  const amount = input.amount === undefined ? undefined : parseYuan(input.amount);
  if (amount && !amount.ok) refuse('AMOUNT_INVALID', ['amount']);
  return answer(deps, viewer, 'completeReferral', input, {
    event: 'COMPLETE',
    amount: amount?.value,
    outcome: input.outcome,
    terminationReason: input.terminationReason,
    agreementKind: input.agreementKind,
    undisputedFacts: optionalNote(input.undisputedFacts, 'undisputedFacts'),
    agencyReference: optionalNote(input.agencyReference, 'agencyReference'),
    note: optionalNote(input.note, 'note'),
  });
}

function answer(
  deps: UsecaseDependencies,
  viewer: Viewer,
  name: string,
  input: ReferralInput,
  change: ReferralChange,
): Promise<ReferralResult> {
  return changeReferral(deps, viewer, input, {
    name,
    by: 'HANDLER',
    change: (draft, referral, context) => applyReferralEvent(draft, referral.id, change, context),
  });
}

function optionalNote(text: string | undefined, field: string): string | undefined {
  return text ? checkNote(text, [field]) : undefined;
}
