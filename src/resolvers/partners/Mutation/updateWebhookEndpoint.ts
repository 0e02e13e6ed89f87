import type { MutationResolvers } from '#generated/graphql.ts';
import { changeEndpoint } from '../change-endpoint.ts';

export const updateWebhookEndpoint: NonNullable<MutationResolvers['updateWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) =>
  changeEndpoint(usecases, input, ({ url, eventTypes, ...decoded }) =>
    usecases.updateWebhookEndpoint({ ...decoded, url: url ?? undefined, eventTypes: eventTypes ?? undefined }),
  );
