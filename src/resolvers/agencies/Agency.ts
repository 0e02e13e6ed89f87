import { mayWatchDelivery } from '#domain/access/delivery-scope.ts';
import type { AgencyOfficeResolvers, AgencyResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Agency: AgencyResolvers = {
  id: ({ code }) => globalId('Agency', code),
  channel: ({ code }, _args, { channelOf }) => channelOf(code)?.channel ?? 'WINDOW',
  roles: ({ code }, _args, { channelOf }) => channelOf(code)?.roles ?? [],
  delivery: async ({ code }, _args, { viewer, loaders }) =>
    mayWatchDelivery(viewer) ? ((await loaders.deliveryOfAgency.load(code)) ?? null) : null,
  offices: ({ code }, _args, { loaders }) => loaders.officesOfAgency.load(code),
};

export const AgencyOffice: AgencyOfficeResolvers = {
  id: ({ id }) => globalId('AgencyOffice', id),
  agency: agencyOf,
};
