import { disclosedAssessment } from '#domain/access/disclosed-assessment.ts';
import { disclosedForm } from '#domain/access/disclosed-form.ts';
import { mayReadDecision, shownPassports } from '#domain/access/may-read-decision.ts';
import { maySeePersonalContent } from '#domain/access/may-see-personal-content.ts';
import type { Case as CaseRecord } from '#domain/cases/case.ts';
import { stepProgress } from '#domain/cases/step-progress.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { CaseResolvers } from '#generated/graphql.ts';
import type { Context } from '#resolvers/context.ts';
import { globalId } from '#resolvers/global-id.ts';
import { materialsOf, omittedStepsOf, passportsOf } from './plan-answers.ts';

export const Case: CaseResolvers = {
  id: ({ id }) => globalId('Case', id),
  serviceItem: versionOf,
  applicant: async (record, _args, { loaders, viewer }) =>
    (maySeePersonalContent(viewer, record) && (await loaders.person.load(record.applicantId))) || null,
  form: async (record, _args, context) => {
    const [{ item }, referrals] = await Promise.all([
      versionOf(record, {}, context),
      context.loaders.referralsOfCase.load(record.id),
    ]);
    return disclosedForm(context.viewer, item, record.form, referrals);
  },
  steps: async (record, _args, context) => {
    const [{ item }, referrals] = await Promise.all([
      versionOf(record, {}, context),
      context.loaders.referralsOfCase.load(record.id),
    ]);
    return stepProgress(item, record.plan, referrals, record.status);
  },
  omittedSteps: async (record, args, context) =>
    mayReadDecision(context.viewer, record)
      ? omittedStepsOf((await versionOf(record, args, context)).item, record.plan)
      : [],
  passports: async (record, _args, { loaders, viewer }) =>
    passportsOf(shownPassports(viewer, record, await loaders.referralsOfCase.load(record.id))),
  materials: async (record, args, context) => materialsOf((await versionOf(record, args, context)).item, record.plan),
  reasons: (record, _args, { viewer }) => (mayReadDecision(viewer, record) ? record.plan.eligibility : []),
  assessment: async (record, _args, context) => {
    const [{ item }, referrals] = await Promise.all([
      versionOf(record, {}, context),
      context.loaders.referralsOfCase.load(record.id),
    ]);
    return disclosedAssessment(context.viewer, item, record, referrals) ?? null;
  },
  referrals: ({ id }, _args, { loaders }) => loaders.referralsOfCase.load(id),
  timeline: async (record, _args, { loaders, viewer }) => {
    const events = await loaders.eventsOfCase.load(record.id);
    return maySeePersonalContent(viewer, record) ? events : events.map((event) => ({ ...event, note: undefined }));
  },
  deadlines: ({ id }, _args, { loaders }) => loaders.deadlinesOfCase.load(id),
  consents: ({ id }, _args, { loaders }) => loaders.consentsOfCase.load(id),
};

async function versionOf(
  { serviceItemVersionId }: CaseRecord,
  _args: unknown,
  { loaders }: Context,
): Promise<ServiceItemVersion> {
  const version = await loaders.serviceItemVersion.load(serviceItemVersionId);
  if (!version) throw new RangeError(`no service item version ${serviceItemVersionId}`);
  return version;
}
