import { answerableOutcomes, stepOf } from '#domain/catalogue/service-item.ts';
import type { ReferralResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Referral: ReferralResolvers = {
  id: ({ id }) => globalId('Referral', id),
  case: async ({ caseId }, _args, { loaders }) => {
    const record = await loaders.case.load(caseId);
    if (!record) throw new RangeError('the case of a visible referral is visible');
    return record;
  },
  agency: agencyOf,
  office: async ({ officeId }, _args, { loaders }) => {
    const office = await loaders.office.load(officeId);
    if (!office) throw new RangeError(`no office ${officeId}`);
    return office;
  },
  possibleOutcomes: async ({ caseId, stepKey }, _args, { loaders }) => {
    const record = await loaders.case.load(caseId);
    const version = record && (await loaders.serviceItemVersion.load(record.serviceItemVersionId));
    if (!version) return [];
    const step = stepOf(version.item, stepKey);
    return answerableOutcomes(version.item, step).flatMap((code) => {
      const outcome = step.outcomes[code];
      return outcome ? [{ code, name: outcome.name }] : [];
    });
  },
  delivery: ({ id }, _args, { loaders }) => loaders.deliveryOfReferral.load(id),
  deadlines: async ({ id, caseId }, _args, { loaders }) =>
    (await loaders.deadlinesOfCase.load(caseId)).filter((deadline) => deadline.referralId === id),
};
