import type {
  DisclosedApplicant,
  DisclosedValue,
  EffectMessage,
  MessageHandOver,
} from '#domain/agencies/agency-connector.ts';
import { type CaseDraft, referralIn } from '#domain/cases/case-draft.ts';
import type { ClaimedEffect } from '#domain/cases/case-stores.ts';
import { grantedBy } from '#domain/cases/granted-by.ts';
import { type ServiceItemStep, stepOf } from '#domain/catalogue/service-item.ts';
import { handOverTo } from '#domain/disputes/hand-over-to.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Builds what the agency is told: what the step declares for disclosure (where its card comes first, only the card until
 * it has accepted) and what earlier steps of a dispute hand over; nothing else leaves the house. Undefined
 * when the referral has ended and the agency surely has nothing of this effect yet: then it is told nothing.
 */
export async function effectMessage(
  deps: UsecaseDependencies,
  { effect, caseId }: ClaimedEffect,
  surelyNothing: boolean,
): Promise<EffectMessage | undefined> {
  const { stores } = deps;
  const draft = await stores.cases.readDraft(caseId);
  if (!draft) throw new RangeError(`no case ${caseId}`);
  const referral = referralIn(draft, effect.referralId);
  if (surelyNothing && effect.kind !== 'RECALL' && isReferralOver(referral.status)) return undefined;
  const step = stepOf(draft.item, referral.stepKey);
  const applicant = (await stores.people.findMany([draft.case.applicantId])).get(draft.case.applicantId);
  if (!applicant) throw new RangeError(`case ${caseId} has no applicant`);
  const handsOver = effect.kind === 'DISPATCH' && referral.disclosedAt !== undefined;
  const handOver = handsOver ? await handedOver(stores, draft, referral) : undefined;
  return {
    kind: effect.kind,
    referralId: referral.id,
    acceptanceNo: draft.case.acceptanceNo,
    role: referral.role,
    serviceItemCode: draft.item.code,
    serviceItemName: draft.item.name.zh,
    divisionCode: draft.case.workplaceDivision ?? draft.case.divisionCode,
    issuedAt: effect.createdAt,
    applicant: referral.disclosedAt ? disclosedApplicant(step, applicant) : {},
    fields: disclosedFields(referral.disclosedAt ? step.discloses : step.card, draft),
    ...(handOver && { handOver }),
    ...(effect.note && { note: effect.note }),
  };
}

async function handedOver(stores: Stores, draft: CaseDraft, referral: Referral): Promise<MessageHandOver | undefined> {
  const handOver = handOverTo(referral, {
    item: draft.item,
    acceptanceNo: draft.case.acceptanceNo,
    referrals: draft.referrals,
  });
  if (!handOver) return undefined;
  const names = new Map((await stores.agencies.list()).map(({ code, name }) => [code, name.zh]));
  const steps = handOver.steps.map((step) => ({ ...step, agencyName: names.get(step.agencyCode) ?? step.agencyCode }));
  return { ...handOver, steps };
}

function disclosedApplicant(step: ServiceItemStep, person: Person): DisclosedApplicant {
  const shown = (field: string) => step.discloses.includes(`applicant.${field}`);
  return {
    ...(shown('name') && { name: person.name }),
    ...(shown('residentId') && { residentId: person.residentId }),
    ...(shown('phone') && person.phone && { phone: person.phone }),
  };
}

function disclosedFields(shown: readonly string[], draft: CaseDraft): Readonly<Record<string, DisclosedValue>> {
  return Object.fromEntries(
    shown.flatMap((field) => {
      const [kind = '', name = ''] = field.split('.');
      const value = SOURCES[kind]?.(draft, name);
      // What is not of the form keeps its prefix: the form may ask a question of the same name.
      return isDisclosable(value) ? [[kind === 'form' ? name : field, value]] : [];
    }),
  );
}

/** By the word before the dot; the applicant has a place of their own in the message. */
const SOURCES: Readonly<Record<string, (draft: CaseDraft, name: string) => unknown>> = {
  form: ({ case: record }, name) => record.form[name],
  assessment: ({ case: record }, name) => record.facts?.assessment[name],
  granted: grantedBy,
};

function isDisclosable(value: unknown): value is DisclosedValue {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
  );
}
