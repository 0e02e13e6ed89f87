import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const resendDelivery: NonNullable<MutationResolvers['resendDelivery']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const deliveryId = requireRowId('WebhookDelivery', input.deliveryId, 'deliveryId');
    const { result, replayed } = await usecases.resendDelivery({ ...input, deliveryId });
    return { delivery: (await usecases.findDelivery(result.deliveryId)) ?? null, replayed };
  });
