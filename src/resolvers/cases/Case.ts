import { disclosedForm } from '#domain/access/disclosed-form.ts';
import type { Case as CaseRecord } from '#domain/cases/case.ts';
import { stepProgress } from '#domain/cases/step-progress.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { CaseResolvers } from '#generated/graphql.ts';
import type { Context } from '#resolvers/context.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Case: CaseResolvers = {
  id: ({ id }) => globalId('Case', id),
  serviceItem: versionOf,
  applicant: async ({ applicantId }, _args, { loaders }) => {
    const applicant = await loaders.person.load(applicantId);
    if (!applicant) throw new RangeError('the applicant of a visible case is visible');
    return applicant;
  },
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
    return stepProgress(item, record.plan.steps, referrals, record.status);
  },
  referrals: ({ id }, _args, { loaders }) => loaders.referralsOfCase.load(id),
  timeline: ({ id }, _args, { loaders }) => loaders.eventsOfCase.load(id),
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
