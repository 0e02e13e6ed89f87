import { maskSentNumber } from '#domain/registry/mask-sent-number.ts';
import { maskName, maskPhone } from '#domain/registry/masking.ts';
import { kindOfRecord, personInRecord } from '#domain/registry/match-review.ts';
import { parsePhone } from '#domain/registry/phone.ts';
import type { MatchCandidateResolvers, MatchReviewResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const MatchReview: MatchReviewResolvers = {
  id: ({ id }) => globalId('MatchReview', id),
  source: agencyOf,
  kind: ({ record }) => kindOfRecord(record),
  applicationNo: ({ record }) => ('kind' in record ? record.docketNumber : record.applicationNo),
  rowNumber: ({ source }) => source.rowNumber,
  nameMasked: ({ record }) => maskName(personInRecord(record).name),
  residentIdMasked: ({ record }) => maskSentNumber(personInRecord(record).residentId) ?? null,
  phoneMasked({ record }) {
    const phone = parsePhone(personInRecord(record).phone ?? '');
    return phone.ok ? maskPhone(phone.value) : null;
  },
  employer: ({ record }) => personInRecord(record).employer ?? null,
  person: async ({ decision }, _args, { loaders }) =>
    (decision?.personId && (await loaders.person.load(decision.personId))) || null,
  lead: async ({ decision }, _args, { usecases }) =>
    (decision?.leadId && (await usecases.findLead(decision.leadId))) || null,
  note: ({ decision }) => decision?.note ?? null,
  decidedBy: ({ decision }) => decision?.by ?? null,
  decidedAt: ({ decision }) => decision?.at ?? null,
};

export const MatchCandidate: MatchCandidateResolvers = {
  person: async ({ personId }, _args, { loaders }) => (await loaders.person.load(personId)) ?? null,
};
