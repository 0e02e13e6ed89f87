import { mayHandle } from '#domain/access/may-handle.ts';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { DisputeGroup } from '#domain/disputes/dispute-groups.ts';
import { isMediation } from '#domain/disputes/mediation-ending.ts';
import {
  groupsOfForm,
  type MediatorSuggestion,
  suggestMediators as suggest,
} from '#domain/disputes/suggest-mediators.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** For the office that a mediation lies with; nobody is suggested to others. What it is about is read from its form unless stated. */
export async function suggestMediators(
  { stores }: UsecaseDependencies,
  viewer: Viewer,
  referralId: string,
  groups: readonly DisputeGroup[] | undefined,
): Promise<readonly MediatorSuggestion[]> {
  const scope = rowScopeOf(viewer);
  const referral = await stores.referrals.find(scope, referralId);
  if (!referral || !mayHandle(viewer, referral) || !isMediation(referral.role)) return [];
  const [record, mediators] = await Promise.all([
    stores.cases.find(scope, referral.caseId),
    stores.mediators.listOfOffice(referral.officeId),
  ]);
  return suggest(mediators, groups ?? groupsOfForm(record?.form ?? {}));
}
