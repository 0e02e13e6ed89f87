import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const pauseAgency: NonNullable<MutationResolvers['pauseAgency']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.pauseAgency({ ...input, until: input.until ?? undefined });
    return { agency: (await usecases.findAgency(result.code)) ?? null, replayed };
  });
