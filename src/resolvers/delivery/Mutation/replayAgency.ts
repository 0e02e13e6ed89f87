import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const replayAgency: NonNullable<MutationResolvers['replayAgency']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.replayAgency(input);
    return { agency: (await usecases.findAgency(result.code)) ?? null, count: result.count, replayed };
  });
