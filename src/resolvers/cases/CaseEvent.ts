import type { CaseEventResolvers, ConsentResolvers } from '#generated/graphql.ts';
import { describeEvent } from '#domain/cases/describe-event.ts';
import { globalId } from '#resolvers/global-id.ts';

export const CaseEvent: CaseEventResolvers = {
  id: ({ id }) => globalId('CaseEvent', id),
  summary: (event) => describeEvent(event),
  referral: async ({ referralId }, _args, { loaders }) => (referralId && (await loaders.referral.load(referralId))) || null,
};

export const Consent: ConsentResolvers = { id: ({ id }) => globalId('Consent', id) };
