import type { ViewerResolvers } from '#generated/graphql.ts';

export const Viewer: ViewerResolvers = {
  agency: async ({ actsFor }, _args, { loaders }) =>
    (actsFor && (await loaders.agency.load(actsFor.agencyCode))) ?? null,
  person: async ({ personId }, _args, { loaders }) => (personId && (await loaders.person.load(personId))) || null,
  scopes: ({ partnerKey }) => partnerKey?.scopes ?? null,
};
