import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const resumeAgency: NonNullable<MutationResolvers['resumeAgency']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.resumeAgency(input);
    return { agency: (await usecases.findAgency(result.code)) ?? null, replayed };
  });
