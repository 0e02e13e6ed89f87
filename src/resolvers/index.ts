import { node } from '#resolvers/base/Query/node.ts';
import { nodes } from '#resolvers/base/Query/nodes.ts';
import { viewer } from '#resolvers/base/Query/viewer.ts';
import { people } from '#resolvers/registry/Query/people.ts';
import { person } from '#resolvers/registry/Query/person.ts';
import { personByResidentId } from '#resolvers/registry/Query/personByResidentId.ts';
import { serviceItem } from '#resolvers/catalogue/Query/serviceItem.ts';
import { serviceItems } from '#resolvers/catalogue/Query/serviceItems.ts';
import { caseById } from '#resolvers/cases/Query/case.ts';
import { caseByAcceptanceNo } from '#resolvers/cases/Query/caseByAcceptanceNo.ts';
import { cases } from '#resolvers/cases/Query/cases.ts';
import { previewCase } from '#resolvers/cases/Query/previewCase.ts';
import { openCase } from '#resolvers/cases/Mutation/openCase.ts';
import { rateCase } from '#resolvers/cases/Mutation/rateCase.ts';
import { withdrawCase } from '#resolvers/cases/Mutation/withdrawCase.ts';
import { caseChanged } from '#resolvers/cases/Subscription/caseChanged.ts';
import { referral } from '#resolvers/referrals/Query/referral.ts';
import { referrals } from '#resolvers/referrals/Query/referrals.ts';
import { acceptReferral } from '#resolvers/referrals/Mutation/acceptReferral.ts';
import { completeReferral } from '#resolvers/referrals/Mutation/completeReferral.ts';
import { provideSupplement } from '#resolvers/referrals/Mutation/provideSupplement.ts';
import { recallReferral } from '#resolvers/referrals/Mutation/recallReferral.ts';
import { receiveReferral } from '#resolvers/referrals/Mutation/receiveReferral.ts';
import { refuseReferral } from '#resolvers/referrals/Mutation/refuseReferral.ts';
import { requestSupplement } from '#resolvers/referrals/Mutation/requestSupplement.ts';
import { resendReferral } from '#resolvers/referrals/Mutation/resendReferral.ts';
import { resolveDoubt } from '#resolvers/referrals/Mutation/resolveDoubt.ts';
import { returnReferral } from '#resolvers/referrals/Mutation/returnReferral.ts';
import { startReferral } from '#resolvers/referrals/Mutation/startReferral.ts';
import { agencies } from '#resolvers/agencies/Query/agencies.ts';
import { agency } from '#resolvers/agencies/Query/agency.ts';
import { feedImports } from '#resolvers/feeds/Query/feedImports.ts';
import { leads } from '#resolvers/feeds/Query/leads.ts';
import { claimLead } from '#resolvers/feeds/Mutation/claimLead.ts';
import { Viewer } from '#resolvers/base/Viewer.ts';
import { UserError, InvalidInputError, StateConflictError, NotEligibleError, DuplicateCaseError } from '#resolvers/base/UserError.ts';
import { Person } from '#resolvers/registry/Person.ts';
import { SourceAnswer, DocketsAnswer, InsuranceEnrolmentsAnswer, SocialAssistanceAnswer } from '#resolvers/registry/SourceAnswer.ts';
import { Membership, UnionOrganisation, HardshipFile } from '#resolvers/registry/Membership.ts';
import { ServiceItem, ClockRule } from '#resolvers/catalogue/ServiceItem.ts';
import { Case } from '#resolvers/cases/Case.ts';
import { CaseEvent, Consent } from '#resolvers/cases/CaseEvent.ts';
import { PlannedStep } from '#resolvers/cases/PlannedStep.ts';
import { Referral } from '#resolvers/referrals/Referral.ts';
import { Deadline } from '#resolvers/referrals/Deadline.ts';
import { Agency, AgencyOffice } from '#resolvers/agencies/Agency.ts';
import { Lead, FeedImport, QuarantinedRow } from '#resolvers/feeds/Lead.ts';
import { scalars } from '#resolvers/scalars.ts';
import type { Resolvers } from '#generated/graphql.ts';

/** Every resolver by its SDL name, put together by hand so that what serves a field can be found by reading. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    node,
    nodes,
    viewer,
    people,
    person,
    personByResidentId,
    serviceItem,
    serviceItems,
    case: caseById,
    caseByAcceptanceNo,
    cases,
    previewCase,
    referral,
    referrals,
    agencies,
    agency,
    feedImports,
    leads,
  },
  Mutation: {
    openCase,
    rateCase,
    withdrawCase,
    acceptReferral,
    completeReferral,
    provideSupplement,
    recallReferral,
    receiveReferral,
    refuseReferral,
    requestSupplement,
    resendReferral,
    resolveDoubt,
    returnReferral,
    startReferral,
    claimLead,
  },
  Subscription: {
    caseChanged,
  },
  Node: { __resolveType: (node) => ('__typename' in node ? String(node.__typename) : null) as never },
  Viewer,
  UserError,
  InvalidInputError,
  StateConflictError,
  NotEligibleError,
  DuplicateCaseError,
  Person,
  SourceAnswer,
  DocketsAnswer,
  InsuranceEnrolmentsAnswer,
  SocialAssistanceAnswer,
  Membership,
  UnionOrganisation,
  HardshipFile,
  ServiceItem,
  ClockRule,
  Case,
  CaseEvent,
  Consent,
  PlannedStep,
  Referral,
  Deadline,
  Agency,
  AgencyOffice,
  Lead,
  FeedImport,
  QuarantinedRow,
};
