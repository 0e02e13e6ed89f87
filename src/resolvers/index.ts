import type { Resolvers } from '#generated/graphql.ts';
import { Agency, AgencyOffice } from './agencies/Agency.ts';
import { agencies } from './agencies/Query/agencies.ts';
import { agency } from './agencies/Query/agency.ts';
import { node } from './base/Query/node.ts';
import { nodes } from './base/Query/nodes.ts';
import { viewer } from './base/Query/viewer.ts';
import {
  UserError,
  InvalidInputError,
  StateConflictError,
  NotEligibleError,
  DuplicateCaseError,
} from './base/UserError.ts';
import { Viewer } from './base/Viewer.ts';
import { Case } from './cases/Case.ts';
import { CaseEvent, Consent } from './cases/CaseEvent.ts';
import { openCase } from './cases/Mutation/openCase.ts';
import { rateCase } from './cases/Mutation/rateCase.ts';
import { withdrawCase } from './cases/Mutation/withdrawCase.ts';
import { PlannedStep } from './cases/PlannedStep.ts';
import { caseById } from './cases/Query/case.ts';
import { caseByAcceptanceNo } from './cases/Query/caseByAcceptanceNo.ts';
import { cases } from './cases/Query/cases.ts';
import { previewCase } from './cases/Query/previewCase.ts';
import { caseChanged } from './cases/Subscription/caseChanged.ts';
import { serviceItem } from './catalogue/Query/serviceItem.ts';
import { serviceItems } from './catalogue/Query/serviceItems.ts';
import { ServiceItem, ClockRule } from './catalogue/ServiceItem.ts';
import { Lead, FeedImport, QuarantinedRow } from './feeds/Lead.ts';
import { claimLead } from './feeds/Mutation/claimLead.ts';
import { feedImports } from './feeds/Query/feedImports.ts';
import { leads } from './feeds/Query/leads.ts';
import { Deadline } from './referrals/Deadline.ts';
import { acceptReferral } from './referrals/Mutation/acceptReferral.ts';
import { completeReferral } from './referrals/Mutation/completeReferral.ts';
import { provideSupplement } from './referrals/Mutation/provideSupplement.ts';
import { recallReferral } from './referrals/Mutation/recallReferral.ts';
import { receiveReferral } from './referrals/Mutation/receiveReferral.ts';
import { refuseReferral } from './referrals/Mutation/refuseReferral.ts';
import { requestSupplement } from './referrals/Mutation/requestSupplement.ts';
import { resendReferral } from './referrals/Mutation/resendReferral.ts';
import { resolveDoubt } from './referrals/Mutation/resolveDoubt.ts';
import { returnReferral } from './referrals/Mutation/returnReferral.ts';
import { startReferral } from './referrals/Mutation/startReferral.ts';
import { referral } from './referrals/Query/referral.ts';
import { referrals } from './referrals/Query/referrals.ts';
import { Referral } from './referrals/Referral.ts';
import { Membership, UnionOrganisation, HardshipFile } from './registry/Membership.ts';
import { Person } from './registry/Person.ts';
import { people } from './registry/Query/people.ts';
import { person } from './registry/Query/person.ts';
import { personByResidentId } from './registry/Query/personByResidentId.ts';
import {
  SourceAnswer,
  DocketsAnswer,
  InsuranceEnrolmentsAnswer,
  SocialAssistanceAnswer,
} from './registry/SourceAnswer.ts';
import { scalars } from './scalars.ts';

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
  Node: { __resolveType: (found) => ('__typename' in found ? String(found.__typename) : null) as never },
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
