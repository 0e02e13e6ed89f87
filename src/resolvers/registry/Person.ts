import { mayReadLinks } from '#domain/access/may-read-links.ts';
import { maskName, maskPhone, maskResidentId } from '#domain/registry/masking.ts';
import type { PersonResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Person: PersonResolvers = {
  id: ({ id }) => globalId('Person', id),
  nameMasked: ({ name }) => maskName(name),
  residentIdMasked: ({ residentId }) => maskResidentId(residentId, 'INTERNAL'),
  phoneMasked: ({ phone }) => (phone ? maskPhone(phone) : null),
  memberships: ({ id }, _args, { loaders }) => loaders.membershipsOfPerson.load(id),
  hardshipFile: async ({ id }, _args, { loaders }) => (await loaders.hardshipFileOfPerson.load(id)) ?? null,
  mutualAidEnrolments: ({ id }, _args, { loaders }) => loaders.mutualAidOfPerson.load(id),
  dockets: (person, _args, { loaders }) => loaders.docketsOfPerson.load(person),
  insuranceEnrolments: (person, _args, { loaders }) => loaders.insuranceOfPerson.load(person),
  socialAssistance: (person, _args, { loaders }) => loaders.assistanceOfPerson.load(person),
  links: ({ id }, _args, { viewer, loaders }) => (mayReadLinks(viewer) ? loaders.linksOfPerson.load(id) : []),
  cases: async ({ id }, args, { loaders }) => {
    const page = pageRequest(args);
    return connection(await loaders.casesOfPerson.load({ personId: id, page }), page);
  },
};
