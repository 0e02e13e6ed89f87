import type { ServiceItemVersionResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const ServiceItemVersion: ServiceItemVersionResolvers = {
  id: ({ id }) => globalId('ServiceItemVersion', id),
  definition: ({ item }) => ({ ...item }),
};
