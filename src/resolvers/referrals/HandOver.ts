import { mayHandle } from '#domain/access/may-handle.ts';
import { handOverTo } from '#domain/disputes/hand-over-to.ts';
import type { HandOver } from '#domain/disputes/hand-over.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { HandedOverStepResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import type { Context } from '#resolvers/context.ts';

/** For whoever handles the referral, and the union's own staff; the steps before it are not shown to others. */
export async function handOverOf(
  referral: Referral,
  _args: unknown,
  { viewer, loaders }: Context,
): Promise<HandOver | null> {
  const atTheDoor = viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR';
  if (!atTheDoor && !(mayHandle(viewer, referral) && referral.disclosedAt)) return null;
  const [record, referrals] = await Promise.all([
    loaders.case.load(referral.caseId),
    loaders.endedReferralsOfCase.load(referral.caseId),
  ]);
  const version = record && (await loaders.serviceItemVersion.load(record.serviceItemVersionId));
  if (!version) return null;
  return handOverTo(referral, { item: version.item, acceptanceNo: record.acceptanceNo, referrals }) ?? null;
}

export const HandedOverStep: HandedOverStepResolvers = { agency: agencyOf };
