import { decideClass } from '#domain/access/decide-read.ts';
import { disclosedAssessment } from '#domain/access/disclosed-assessment.ts';
import { disclosedForm } from '#domain/access/disclosed-form.ts';
import { explainRead } from '#domain/access/explain-read.ts';
import { mayReadDecision, shownPassports } from '#domain/access/may-read-decision.ts';
import { maySeePersonalContent } from '#domain/access/may-see-personal-content.ts';
import { offeredOnCase } from '#domain/access/offered-mutations.ts';
import type { Case as WholeCase, CaseHeader } from '#domain/cases/case.ts';
import { stepProgress } from '#domain/cases/step-progress.ts';
import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { CaseResolvers } from '#generated/graphql.ts';
import type { Context } from '#resolvers/context.ts';
import { globalId } from '#resolvers/global-id.ts';
import { materialsOf, omittedStepsOf, passportsOf } from './plan-answers.ts';
import { wholeCase } from './whole-case.ts';

export const Case: CaseResolvers = {
  id: ({ id }) => globalId('Case', id),
  serviceItem: versionOf,
  applicant: async (record, _args, { loaders, viewer }) =>
    (maySeePersonalContent(viewer, record) && (await loaders.person.load(record.applicantId))) || null,
  form: async (header, _args, context) => {
    const { item, record, referrals } = await openedCase(header, context);
    return disclosedForm(context.viewer, item, record.form, referrals);
  },
  steps: async (header, _args, context) => {
    const { item, record, referrals } = await openedCase(header, context);
    return stepProgress(item, record.plan, referrals, record.status);
  },
  omittedSteps: async (header, _args, context) => {
    if (!mayReadDecision(context.viewer, header)) return [];
    const { item, record } = await openedCase(header, context);
    return omittedStepsOf(item, record.plan);
  },
  passports: async (header, _args, context) => {
    const { record, referrals } = await openedCase(header, context);
    return passportsOf(shownPassports(context.viewer, record, referrals));
  },
  materials: async (header, _args, context) => {
    const { item, record } = await openedCase(header, context);
    return materialsOf(item, record.plan);
  },
  reasons: async (header, _args, { loaders, viewer }) =>
    mayReadDecision(viewer, header) ? (await wholeCase(header, loaders)).plan.eligibility : [],
  assessment: async (header, _args, context) => {
    const { item, record, referrals } = await openedCase(header, context);
    return disclosedAssessment(context.viewer, item, record, referrals) ?? null;
  },
  access: (header, _args, { viewer }) => ({
    withdraw: offeredOnCase(viewer, header, 'withdrawCase'),
    rate: offeredOnCase(viewer, header, 'rateCase'),
    form: explainRead(decideClass(viewer, 'CASE_CONTENT', header.confidential), 'CASE_CONTENT'),
  }),
  referrals: ({ id }, _args, { loaders }) => loaders.referralsOfCase.load(id),
  timeline: async (record, _args, { loaders, viewer }) => {
    const events = await loaders.eventsOfCase.load(record.id);
    return maySeePersonalContent(viewer, record) ? events : events.map((event) => ({ ...event, note: undefined }));
  },
  deadlines: ({ id }, _args, { loaders }) => loaders.deadlinesOfCase.load(id),
  consents: ({ id }, _args, { loaders }) => loaders.consentsOfCase.load(id),
};

interface OpenedCase {
  readonly item: ServiceItem;
  readonly record: WholeCase;
  readonly referrals: readonly Referral[];
}

/** All of a case that its plan, form and decision are shown by; the loaders read each of them once for a request. */
async function openedCase(header: CaseHeader, context: Context): Promise<OpenedCase> {
  const [{ item }, record, referrals] = await Promise.all([
    versionOf(header, {}, context),
    wholeCase(header, context.loaders),
    context.loaders.referralsOfCase.load(header.id),
  ]);
  return { item, record, referrals };
}

async function versionOf(
  { serviceItemVersionId }: CaseHeader,
  _args: unknown,
  { loaders }: Context,
): Promise<ServiceItemVersion> {
  const version = await loaders.serviceItemVersion.load(serviceItemVersionId);
  if (!version) throw new RangeError(`no service item version ${serviceItemVersionId}`);
  return version;
}
