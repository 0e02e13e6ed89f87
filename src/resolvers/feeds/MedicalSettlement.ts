import type { MedicalSettlementResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const MedicalSettlement: MedicalSettlementResolvers = {
  id: ({ id }) => globalId('MedicalSettlement', id),
  source: agencyOf,
  person: async ({ personId }, _args, { loaders }) => (personId && (await loaders.person.load(personId))) || null,
  personalAmount: ({ detail }) => detail?.personalAmount ?? null,
  totalAmount: ({ detail }) => detail?.totalAmount ?? null,
  fundAmount: ({ detail }) => detail?.fundAmount ?? null,
  case: async ({ caseId }, _args, { loaders }) => (caseId && (await loaders.case.load(caseId))) || null,
};
