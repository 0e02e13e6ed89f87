import type { WebhookEndpointResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const WebhookEndpoint: WebhookEndpointResolvers = {
  id: ({ id }) => globalId('WebhookEndpoint', id),
  agency: agencyOf,
};
