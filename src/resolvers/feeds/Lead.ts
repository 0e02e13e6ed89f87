import { ASSISTANCE_CATEGORIES } from '#domain/registry/assistance-record.ts';
import type { FeedImportResolvers, LeadResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Lead: LeadResolvers = {
  id: ({ id }) => globalId('Lead', id),
  source: agencyOf,
  category: ({ category }) => ASSISTANCE_CATEGORIES.find((known) => known === category) ?? null,
  businessStatus: ({ sourceStatus }) => sourceStatus,
  person: async ({ personId }, _args, { loaders }) => (await loaders.person.load(personId)) ?? null,
};

export const FeedImport: FeedImportResolvers = {
  id: ({ id }) => globalId('FeedImport', id),
  source: agencyOf,
  quarantinedRows: ({ id }, _args, { loaders }) => loaders.quarantinedRowsOfImport.load(id),
};
