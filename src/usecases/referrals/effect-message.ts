import type { DisclosedApplicant, DisclosedValue, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { referralIn } from '#domain/cases/case-draft.ts';
import type { Case } from '#domain/cases/case.ts';
import { type ServiceItemStep, stepOf } from '#domain/catalogue/service-item.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Person } from '#domain/registry/person.ts';
import type { ClaimedEffect } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Builds what the agency is told: only what the step declares for disclosure, nothing else leaves the house. Undefined
 * when the referral has ended and the agency surely has nothing of this effect yet: then it is told nothing.
 */
export async function effectMessage(
  deps: UsecaseDependencies,
  { effect, caseId }: ClaimedEffect,
  surelyNothing: boolean,
): Promise<EffectMessage | undefined> {
  return deps.unitOfWork.run(async (tx) => {
    const draft = await tx.cases.loadDraft(caseId);
    if (!draft) throw new RangeError(`no case ${caseId}`);
    const referral = referralIn(draft, effect.referralId);
    if (surelyNothing && effect.kind !== 'RECALL' && isReferralOver(referral.status)) return undefined;
    const step = stepOf(draft.item, referral.stepKey);
    const applicant = (await tx.people.findMany([draft.case.applicantId])).get(draft.case.applicantId);
    if (!applicant) throw new RangeError(`case ${caseId} has no applicant`);
    return {
      kind: effect.kind,
      referralId: referral.id,
      acceptanceNo: draft.case.acceptanceNo,
      role: referral.role,
      serviceItemCode: draft.item.code,
      serviceItemName: draft.item.name.zh,
      divisionCode: draft.case.workplaceDivision ?? draft.case.divisionCode,
      issuedAt: effect.createdAt,
      applicant: disclosedApplicant(step, applicant),
      fields: disclosedFields(step, draft.case),
      ...(effect.note && { note: effect.note }),
    };
  });
}

function disclosedApplicant(step: ServiceItemStep, person: Person): DisclosedApplicant {
  const shown = (field: string) => step.discloses.includes(`applicant.${field}`);
  return {
    ...(shown('name') && { name: person.name }),
    ...(shown('residentId') && { residentId: person.residentId }),
    ...(shown('phone') && person.phone && { phone: person.phone }),
  };
}

function disclosedFields(step: ServiceItemStep, { form }: Case): Readonly<Record<string, DisclosedValue>> {
  const names = step.discloses.filter((field) => field.startsWith('form.')).map((field) => field.slice('form.'.length));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = form[name];
      return isDisclosable(value) ? [[name, value]] : [];
    }),
  );
}

function isDisclosable(value: unknown): value is DisclosedValue {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
  );
}
