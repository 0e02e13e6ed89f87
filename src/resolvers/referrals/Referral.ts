import { cardOf } from '#domain/access/disclosed-form.ts';
import { offeredOnReferral } from '#domain/access/offered-mutations.ts';
import { answerableOutcomes, stepOf } from '#domain/catalogue/service-item.ts';
import { AGREEMENT_FORCES } from '#domain/disputes/agreement-kinds.ts';
import { reportableStages, stageName, stageOf } from '#domain/disputes/stage-course.ts';
import type { ReferralResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';
import { officeOf } from '#resolvers/office-of.ts';
import { handOverOf } from './HandOver.ts';

export const Referral: ReferralResolvers = {
  id: ({ id }) => globalId('Referral', id),
  case: async ({ caseId }, _args, { loaders }) => {
    const record = await loaders.case.load(caseId);
    if (!record) throw new RangeError('the case of a visible referral is visible');
    return record;
  },
  access: (referral, _args, { viewer }) => ({ mutations: offeredOnReferral(viewer, referral) }),
  agency: agencyOf,
  office: officeOf,
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
  card: async ({ caseId, stepKey }, _args, { loaders }) => {
    const record = await loaders.wholeCase.load(caseId);
    const version = record && (await loaders.serviceItemVersion.load(record.serviceItemVersionId));
    return version ? cardOf(stepOf(version.item, stepKey), record.form) : null;
  },
  stage: (referral) => {
    const code = stageOf(referral);
    return code ? { code, name: stageName(referral.role, code), reportable: reportableStages(referral) } : null;
  },
  agreement: ({ agreementKind: kind }) => (kind ? { kind, ...AGREEMENT_FORCES[kind] } : null),
  mediator: async ({ mediatorId }, _args, { loaders }) =>
    (mediatorId && (await loaders.mediator.load(mediatorId))) || null,
  handOver: handOverOf,
  delivery: ({ id }, _args, { loaders }) => loaders.deliveryOfReferral.load(id),
  deadlines: async ({ id, caseId }, _args, { loaders }) =>
    (await loaders.deadlinesOfCase.load(caseId)).filter((deadline) => deadline.referralId === id),
};
