import { mayHandle } from '#domain/access/may-handle.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import { type ServiceItem, type ServiceItemStep, stepOf } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * What a viewer sees of the intake form. Whoever handles a referral sees the fields its step discloses, no others, and
 * before it has accepted a matter that shows its card first, the card; the union's own staff and the worker see all,
 * but of a confidential matter a supervisor sees that it is there. `referrals` are those the viewer may see.
 */
export function disclosedForm(
  viewer: Viewer,
  item: ServiceItem,
  form: IntakeForm,
  referrals: readonly Referral[],
): IntakeForm {
  if (viewer.role === 'WINDOW' || viewer.role === 'WORKER') return form;
  if (viewer.role === 'SUPERVISOR' && !item.confidential) return form;
  return onlyFields(form, shownToHandler(viewer, item, referrals));
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
