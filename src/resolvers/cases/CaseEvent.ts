import { describeEvent } from '#domain/cases/describe-event.ts';
import type { CaseEventResolvers, ConsentResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const CaseEvent: CaseEventResolvers = {
  id: ({ id }) => globalId('CaseEvent', id),
  summary: async (event, _args, { loaders }) => {
    const [record, agency] = await Promise.all([
      loaders.case.load(event.caseId),
      event.data['agency'] ? loaders.agency.load(String(event.data['agency'])) : undefined,
    ]);
    const version = record && (await loaders.serviceItemVersion.load(record.serviceItemVersionId));
    return describeEvent(event, { item: version?.item, agency: agency?.name });
  },
  referral: async ({ referralId }, _args, { loaders }) =>
    (referralId && (await loaders.referral.load(referralId))) || null,
};

export const Consent: ConsentResolvers = { id: ({ id }) => globalId('Consent', id) };
