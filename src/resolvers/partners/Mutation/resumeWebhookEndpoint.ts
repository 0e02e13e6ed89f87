import type { MutationResolvers } from '#generated/graphql.ts';
import { changeEndpoint } from '../change-endpoint.ts';

export const resumeWebhookEndpoint: NonNullable<MutationResolvers['resumeWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) => changeEndpoint(usecases, input, (decoded) => usecases.resumeWebhookEndpoint(decoded));
