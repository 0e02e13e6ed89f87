import type { HardshipFileResolvers, MembershipResolvers, UnionOrganisationResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Membership: MembershipResolvers = {
  id: ({ id }) => globalId('Membership', id),
  organisation: async ({ organisationId }, _args, { loaders }) => {
    const organisation = await loaders.organisation.load(organisationId);
    if (!organisation) throw new RangeError(`no union organisation ${organisationId}`);
    return organisation;
  },
};

export const UnionOrganisation: UnionOrganisationResolvers = {
  id: ({ id }) => globalId('UnionOrganisation', id),
  parent: async ({ parentId }, _args, { loaders }) => (parentId && (await loaders.organisation.load(parentId))) || null,
  industrialParent: async ({ industrialParentId }, _args, { loaders }) =>
    (industrialParentId && (await loaders.organisation.load(industrialParentId))) || null,
};

export const HardshipFile: HardshipFileResolvers = { id: ({ id }) => globalId('HardshipFile', id) };
