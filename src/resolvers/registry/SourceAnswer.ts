import type { SourceAnswer as Envelope } from '#domain/registry/source-answer.ts';
import type {
  DocketsAnswerResolvers,
  InsuranceEnrolmentsAnswerResolvers,
  SocialAssistanceAnswerResolvers,
  SourceAnswerResolvers,
} from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';

/** Each field that supplies an answer names its concrete type; the interface is only ever reached through them. */
export const SourceAnswer: SourceAnswerResolvers = { __resolveType: () => null };

const envelope = {
  source: agencyOf,
  asOf: ({ asOf }: Pick<Envelope<unknown>, 'asOf'>) => asOf ?? null,
  notice: ({ notice }: Pick<Envelope<unknown>, 'notice'>) => notice ?? null,
};

export const DocketsAnswer: DocketsAnswerResolvers = { ...envelope, dockets: ({ answer }) => answer ?? [] };

export const InsuranceEnrolmentsAnswer: InsuranceEnrolmentsAnswerResolvers = {
  ...envelope,
  enrolments: ({ answer }) => answer ?? [],
};

export const SocialAssistanceAnswer: SocialAssistanceAnswerResolvers = {
  ...envelope,
  records: ({ answer }) => answer ?? [],
};
