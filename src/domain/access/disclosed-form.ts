import { grantOf } from '#domain/access/field-policy.ts';
import { mayHandle } from '#domain/access/may-handle.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import { type ServiceItem, type ServiceItemStep, stepOf } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { BankCardNumber } from '#domain/registry/bank-card.ts';
import { maskBankCard } from '#domain/registry/masking.ts';

/**
 * What a viewer sees of the intake form. Whoever handles a referral sees the fields its step discloses, no others, and
 * before it has accepted a matter that shows its card first, the card; the union's own staff and the worker see all,
 * but of a confidential matter a supervisor sees that it is there. A bank card is whole only for the worker and for
 * whoever handles a step that discloses it. `referrals` are those the viewer may see.
 */
export function disclosedForm(
  viewer: Viewer,
  item: ServiceItem,
  form: IntakeForm,
  referrals: readonly Referral[],
): IntakeForm {
  const grant = grantOf(viewer.role, 'CASE_CONTENT');
  if (grant === 'OWN') return form;
  const handled = shownToHandler(viewer, item, referrals);
  const all = grant === 'RECORD' && !(viewer.role === 'SUPERVISOR' && item.confidential);
  return withCardsMasked(item, all ? form : onlyFields(form, handled), handled);
}

/** 622202****0128 to whoever does not handle a step that discloses it. */
function withCardsMasked({ form: asked }: ServiceItem, form: IntakeForm, handled: ReadonlySet<string>): IntakeForm {
  return Object.fromEntries(
    Object.entries(form).map(([field, value]) => {
      const hidden = asked.properties[field]?.kind === 'bank-card' && !handled.has(`form.${field}`);
      return [field, hidden && typeof value === 'string' ? maskBankCard(value as BankCardNumber, 'INTERNAL') : value];
    }),
  );
}

/** Paths such as `form.facts` that a viewer is shown as the handler of referrals of the case. */
export function shownToHandler(viewer: Viewer, item: ServiceItem, referrals: readonly Referral[]): ReadonlySet<string> {
  const handled = referrals.filter((referral) => mayHandle(viewer, referral));
  return new Set(handled.flatMap((referral) => shownFields(item, referral)));
}

/** The summary of an application (摘要卡), which says nothing of the applicant. */
export function cardOf({ card }: ServiceItemStep, form: IntakeForm): IntakeForm {
  return onlyFields(form, new Set(card));
}

function onlyFields(form: IntakeForm, shown: ReadonlySet<string>): IntakeForm {
  return Object.fromEntries(Object.entries(form).filter(([field]) => shown.has(`form.${field}`)));
}

function shownFields(item: ServiceItem, { stepKey, disclosedAt }: Referral): readonly string[] {
  const step = stepOf(item, stepKey);
  return disclosedAt ? step.discloses : step.card;
}
