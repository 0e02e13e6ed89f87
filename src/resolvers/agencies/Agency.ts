import type { AgencyOfficeResolvers, AgencyResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Agency: AgencyResolvers = {
  id: ({ code }) => globalId('Agency', code),
  channel: ({ code }, _args, { channelOf }) => channelOf(code)?.channel ?? 'WINDOW',
  roles: ({ code }, _args, { channelOf }) => channelOf(code)?.roles ?? [],
  offices: ({ code }, _args, { loaders }) => loaders.officesOfAgency.load(code),
};

export const AgencyOffice: AgencyOfficeResolvers = {
  id: ({ id }) => globalId('AgencyOffice', id),
  agency: agencyOf,
};
