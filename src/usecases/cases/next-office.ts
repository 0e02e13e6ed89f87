import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { NextOffice } from '#domain/cases/resend-referral.ts';
import { clockFor } from '#domain/catalogue/clock-for.ts';
import { routeOf } from '#domain/catalogue/plan-case.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import type { Reason } from '#domain/errors.ts';
import type { Stores } from '#domain/stores.ts';
import { routesFor } from '#usecases/cases/plan-question.ts';

export interface NextOfficeAnswer {
  readonly office?: NextOffice | undefined;
  readonly reasons: readonly Reason[];
}

/** Routes a step of an open case anew, past the offices that have had it, with the clocks that hold where it goes. */
export async function nextOfficeFor(stores: Stores, draft: CaseDraft, stepKey: string): Promise<NextOfficeAnswer> {
  const [residence, workplace] = await Promise.all([
    stores.divisions.withAncestors(draft.case.divisionCode),
    stores.divisions.withAncestors(draft.case.workplaceDivision ?? draft.case.divisionCode),
  ]);
  const places = { residence, workplace };
  const step = stepOf(draft.item, stepKey);
  const had = draft.referrals.filter((referral) => referral.stepKey === stepKey).map(({ officeId }) => officeId);
  const { office, reasons } = routeOf(step, await routesFor(stores, draft.item, places), had);
  if (!office) return { reasons };
  const clocks = step.clocks.map((key) => clockFor(draft.item, key, office.divisionCode));
  return { office: { officeId: office.id, agencyCode: office.agencyCode, clocks }, reasons };
}
