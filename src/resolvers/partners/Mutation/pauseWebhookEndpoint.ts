import type { MutationResolvers } from '#generated/graphql.ts';
import { changeEndpoint } from '../change-endpoint.ts';

export const pauseWebhookEndpoint: NonNullable<MutationResolvers['pauseWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) => changeEndpoint(usecases, input, (decoded) => usecases.pauseWebhookEndpoint(decoded));
