import { localDate } from '#domain/referrals/local-date.ts';
import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const reconcileAgency: NonNullable<MutationResolvers['reconcileAgency']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.reconcileAgency({ ...input, day: localDate(input.day) });
    return { reconciliation: (await usecases.findReconciliation(result.reconciliationId)) ?? null, replayed };
  });
