import { ASSISTANCE_CATEGORIES } from '#domain/registry/assistance-record.ts';
import type { FeedImportResolvers, LeadResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Lead: LeadResolvers = {
  id: ({ id }) => globalId('Lead', id),
  source: agencyOf,
  category: ({ category }) => ASSISTANCE_CATEGORIES.find((known) => known === category) ?? null,
  businessStatus: ({ sourceStatus }) => sourceStatus,
  person: async ({ personId }, _args, { loaders }) => {
    const person = await loaders.person.load(personId);
    if (!person) throw new RangeError('the person of a visible lead is visible');
    return person;
  },
};

export const FeedImport: FeedImportResolvers = {
  id: ({ id }) => globalId('FeedImport', id),
  source: agencyOf,
  quarantinedRows: ({ id }, _args, { loaders }) => loaders.quarantinedRowsOfImport.load(id),
};
