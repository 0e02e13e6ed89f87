import type { MutationResolvers } from '#generated/graphql.ts';
import { globalId, requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const replayMessage: NonNullable<MutationResolvers['replayMessage']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { idempotencyKey, reason } = input;
    const messageId = requireRowId('QuarantinedMessage', input.messageId, 'messageId');
    const { result, replayed } = await usecases.replayMessage({ idempotencyKey, messageId, reason });
    return { messageId: globalId('QuarantinedMessage', result.messageId), replayed };
  });
