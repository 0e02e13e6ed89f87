import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const claimLead: NonNullable<MutationResolvers['claimLead']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.claimLead({
      idempotencyKey: input.idempotencyKey,
      leadId: requireRowId('Lead', input.leadId, 'leadId'),
    });
    return { lead: (await usecases.findLead(result.leadId)) ?? null, replayed };
  });
