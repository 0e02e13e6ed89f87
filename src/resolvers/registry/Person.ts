import { explainRead } from '#domain/access/explain-read.ts';
import { mayReadLinks } from '#domain/access/may-read-links.ts';
import { maskName, maskPhone, maskResidentId } from '#domain/registry/masking.ts';
import type { PersonResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';
import { globalId } from '#resolvers/global-id.ts';
import {
  decidePersonField,
  PERSON_FIELDS,
  type PersonField,
  readOfPerson,
  sourceOfPerson,
} from '#resolvers/read-of-person.ts';

export const Person: PersonResolvers = {
  id: ({ id }) => globalId('Person', id),
  nameMasked: ({ name }) => maskName(name),
  residentIdMasked: ({ residentId }) => maskResidentId(residentId, 'INTERNAL'),
  phoneMasked: ({ phone }) => (phone ? maskPhone(phone) : null),
  memberships: ({ id }, _args, { loaders }) => loaders.membershipsOfPerson.load(id),
  hardshipFile: async ({ id }, _args, { loaders }) => (await loaders.hardshipFileOfPerson.load(id)) ?? null,
  mutualAidEnrolments: ({ id }, _args, { loaders }) => loaders.mutualAidOfPerson.load(id),
  name: (person, _args, context) => readOfPerson('name', person, context, ({ name }) => name),
  residentId: (person, _args, context) => readOfPerson('residentId', person, context, ({ residentId }) => residentId),
  phone: (person, _args, context) => readOfPerson('phone', person, context, ({ phone }) => phone ?? null),
  access: async ({ id }, _args, context) => {
    const explain = async (field: PersonField) =>
      explainRead(await decidePersonField(field, id, context), PERSON_FIELDS[field].fieldClass);
    const [identity, contact, agencyRecords] = await Promise.all([
      explain('residentId'),
      explain('phone'),
      explain('dockets'),
    ]);
    return { identity, contact, agencyRecords };
  },
  dockets: (person, _args, context) =>
    sourceOfPerson('dockets', person, context, () => context.loaders.docketsOfPerson.load(person)),
  insuranceEnrolments: (person, _args, context) =>
    sourceOfPerson('insuranceEnrolments', person, context, () => context.loaders.insuranceOfPerson.load(person)),
  socialAssistance: (person, _args, context) =>
    sourceOfPerson('socialAssistance', person, context, () => context.loaders.assistanceOfPerson.load(person)),
  links: ({ id }, _args, { viewer, loaders }) => (mayReadLinks(viewer) ? loaders.linksOfPerson.load(id) : []),
  cases: async ({ id }, args, { loaders }) => {
    const page = pageRequest(args);
    return connection(await loaders.casesOfPerson.load({ personId: id, page }), page);
  },
};
