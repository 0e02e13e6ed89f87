import { mayHandle } from '#domain/access/may-handle.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import { type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * What a viewer sees of the intake form. Whoever handles a referral sees the fields its step discloses, no others;
 * the union's own staff and the worker see all. `referrals` are those of the case that the viewer may see.
 */
export function disclosedForm(
  viewer: Viewer,
  item: ServiceItem,
  form: IntakeForm,
  referrals: readonly Referral[],
): IntakeForm {
  if (viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR' || viewer.role === 'WORKER') return form;
  const handled = referrals.filter((referral) => mayHandle(viewer, referral));
  const disclosed = new Set(handled.flatMap((referral) => stepOf(item, referral.stepKey).discloses));
  return Object.fromEntries(Object.entries(form).filter(([field]) => disclosed.has(`form.${field}`)));
}
