import { mayReadNote } from '#domain/access/may-read-note.ts';
import type { CaseEvent as EventRecord } from '#domain/cases/case.ts';
import { describeEventToWorker } from '#domain/cases/describe-event-to-worker.ts';
import { describeEvent } from '#domain/cases/describe-event.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { CaseEventResolvers, ConsentResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const CaseEvent: CaseEventResolvers = {
  id: ({ id }) => globalId('CaseEvent', id),
  summary: async (event, _args, { loaders, viewer }) => {
    const [record, agency] = await Promise.all([loaders.case.load(event.caseId), whoActs(event, loaders)]);
    const version = record && (await loaders.serviceItemVersion.load(record.serviceItemVersionId));
    const describe = viewer.role === 'WORKER' ? describeEventToWorker : describeEvent;
    return describe(event, { item: version?.item, agency });
  },
  note: async ({ note, referralId, caseId }, _args, { viewer, loaders }) =>
    note && mayReadNote(viewer, referralId, await loaders.referralsOfCase.load(caseId)) ? note : null,
  referral: async ({ referralId }, _args, { loaders }) =>
    (referralId && (await loaders.referral.load(referralId))) || null,
};

/** An agency has many offices, and it is the office that people know. To whom may not see the referral, the agency. */
async function whoActs({ caseId, referralId, data }: EventRecord, loaders: Loaders): Promise<Bilingual | undefined> {
  if (data['agency'] === undefined) return undefined;
  const referrals = referralId ? await loaders.referralsOfCase.load(caseId) : [];
  const referral = referrals.find(({ id }) => id === referralId);
  const office = referral && (await loaders.office.load(referral.officeId));
  return office?.name ?? (await loaders.agency.load(String(data['agency'])))?.name;
}

export const Consent: ConsentResolvers = { id: ({ id }) => globalId('Consent', id) };
