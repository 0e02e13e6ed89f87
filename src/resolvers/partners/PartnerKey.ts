import type { PartnerKeyResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const PartnerKey: PartnerKeyResolvers = {
  id: ({ id }) => globalId('PartnerKey', id),
  agency: async ({ agencyCode }, _args, { loaders }) => (agencyCode && (await loaders.agency.load(agencyCode))) || null,
};
