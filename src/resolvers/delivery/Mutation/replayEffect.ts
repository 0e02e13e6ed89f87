import type { MutationResolvers } from '#generated/graphql.ts';
import { globalId, requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const replayEffect: NonNullable<MutationResolvers['replayEffect']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { idempotencyKey, reason } = input;
    const effectId = requireRowId('DeadLetter', input.deadLetterId, 'deadLetterId');
    const { result, replayed } = await usecases.replayEffect({ idempotencyKey, effectId, reason });
    return { referralId: globalId('Referral', result.referralId), replayed };
  });
