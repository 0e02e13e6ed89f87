import type { Resolvers } from '#generated/graphql.ts';
import { AccessLedgerEntry, AccessLedgerIntegrity } from './access/AccessLedgerEntry.ts';
import { AccessRecord, AccessViewer, DisclosurePurpose, FieldClassLabel } from './access/AccessRecord.ts';
import { accessLog } from './access/Query/accessLog.ts';
import { explainAccess } from './access/Query/explainAccess.ts';
import { ledgerEntries } from './access/Query/ledgerEntries.ts';
import { ledgerIntegrity } from './access/Query/ledgerIntegrity.ts';
import { Agency, AgencyOffice } from './agencies/Agency.ts';
import { agencies } from './agencies/Query/agencies.ts';
import { agency } from './agencies/Query/agency.ts';
import { node } from './base/Query/node.ts';
import { nodes } from './base/Query/nodes.ts';
import { viewer } from './base/Query/viewer.ts';
import { Reason } from './base/Reason.ts';
import {
  UserError,
  InvalidInputError,
  StateConflictError,
  NotEligibleError,
  DuplicateCaseError,
  ExtensionRefusedError,
  CatalogueFaultyError,
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
import { CalendarImport } from './catalogue/CalendarImport.ts';
import { HardshipPolicy } from './catalogue/HardshipPolicy.ts';
import { discardDraft } from './catalogue/Mutation/discardDraft.ts';
import { draftServiceItem } from './catalogue/Mutation/draftServiceItem.ts';
import { importCalendar } from './catalogue/Mutation/importCalendar.ts';
import { publishServiceItem } from './catalogue/Mutation/publishServiceItem.ts';
import { rehearseServiceItem } from './catalogue/Mutation/rehearseServiceItem.ts';
import { calendar } from './catalogue/Query/calendar.ts';
import { calendarImports } from './catalogue/Query/calendarImports.ts';
import { hardshipPolicies } from './catalogue/Query/hardshipPolicies.ts';
import { rehearsal } from './catalogue/Query/rehearsal.ts';
import { rehearsals } from './catalogue/Query/rehearsals.ts';
import { serviceItem } from './catalogue/Query/serviceItem.ts';
import { serviceItems } from './catalogue/Query/serviceItems.ts';
import { serviceItemVersions } from './catalogue/Query/serviceItemVersions.ts';
import { Rehearsal, RehearsalCounts, RehearsalSample } from './catalogue/Rehearsal.ts';
import { ServiceItem } from './catalogue/ServiceItem.ts';
import { ServiceItemVersion } from './catalogue/ServiceItemVersion.ts';
import { ClockRule } from './clocks/ClockRule.ts';
import { clockRules } from './clocks/Query/clockRules.ts';
import { computeDeadline } from './clocks/Query/computeDeadline.ts';
import { DeadLetter, QuarantinedMessage } from './delivery/DeadLetter.ts';
import { pauseAgency } from './delivery/Mutation/pauseAgency.ts';
import { replayAgency } from './delivery/Mutation/replayAgency.ts';
import { replayEffect } from './delivery/Mutation/replayEffect.ts';
import { replayMessage } from './delivery/Mutation/replayMessage.ts';
import { resumeAgency } from './delivery/Mutation/resumeAgency.ts';
import { deadLetters } from './delivery/Query/deadLetters.ts';
import { quarantinedMessages } from './delivery/Query/quarantinedMessages.ts';
import { MediationRoom, Mediator } from './disputes/MediationRoom.ts';
import { mediationRooms } from './disputes/Query/mediationRooms.ts';
import { mediationStatistics } from './disputes/Query/mediationStatistics.ts';
import { suggestMediators } from './disputes/Query/suggestMediators.ts';
import { FeedFile, QuarantinedRow } from './feeds/FeedFile.ts';
import { Lead, FeedImport } from './feeds/Lead.ts';
import { MedicalSettlement } from './feeds/MedicalSettlement.ts';
import { claimLead } from './feeds/Mutation/claimLead.ts';
import { correctRow } from './feeds/Mutation/correctRow.ts';
import { discardRow } from './feeds/Mutation/discardRow.ts';
import { feedFile } from './feeds/Query/feedFile.ts';
import { feedFiles } from './feeds/Query/feedFiles.ts';
import { feedImports } from './feeds/Query/feedImports.ts';
import { leads } from './feeds/Query/leads.ts';
import { quarantinedRows } from './feeds/Query/quarantinedRows.ts';
import { settlements } from './feeds/Query/settlements.ts';
import { rateLimit } from './limits/Query/rateLimit.ts';
import { createPartnerKey } from './partners/Mutation/createPartnerKey.ts';
import { createWebhookEndpoint } from './partners/Mutation/createWebhookEndpoint.ts';
import { deleteWebhookEndpoint } from './partners/Mutation/deleteWebhookEndpoint.ts';
import { pauseWebhookEndpoint } from './partners/Mutation/pauseWebhookEndpoint.ts';
import { resendDelivery } from './partners/Mutation/resendDelivery.ts';
import { resendFrom } from './partners/Mutation/resendFrom.ts';
import { resumeWebhookEndpoint } from './partners/Mutation/resumeWebhookEndpoint.ts';
import { revokePartnerKey } from './partners/Mutation/revokePartnerKey.ts';
import { rotatePartnerKey } from './partners/Mutation/rotatePartnerKey.ts';
import { rotateWebhookSecret } from './partners/Mutation/rotateWebhookSecret.ts';
import { testWebhookEndpoint } from './partners/Mutation/testWebhookEndpoint.ts';
import { updateWebhookEndpoint } from './partners/Mutation/updateWebhookEndpoint.ts';
import { PartnerEvent } from './partners/PartnerEvent.ts';
import { PartnerKey } from './partners/PartnerKey.ts';
import { deliveries } from './partners/Query/deliveries.ts';
import { partnerEvents } from './partners/Query/partnerEvents.ts';
import { partnerKey } from './partners/Query/partnerKey.ts';
import { partnerKeys } from './partners/Query/partnerKeys.ts';
import { webhookEndpoint } from './partners/Query/webhookEndpoint.ts';
import { webhookEndpoints } from './partners/Query/webhookEndpoints.ts';
import { WebhookDelivery } from './partners/WebhookDelivery.ts';
import { WebhookEndpoint } from './partners/WebhookEndpoint.ts';
import { AgencyClosure, CaseClosure, Share } from './reconciliation/LoopClosure.ts';
import { reconcileAgency } from './reconciliation/Mutation/reconcileAgency.ts';
import { resolveReconciliationItem } from './reconciliation/Mutation/resolveReconciliationItem.ts';
import { loopClosure } from './reconciliation/Query/loopClosure.ts';
import { reconciliationItems } from './reconciliation/Query/reconciliationItems.ts';
import { reconciliations } from './reconciliation/Query/reconciliations.ts';
import { Reconciliation, ReconciliationItem } from './reconciliation/Reconciliation.ts';
import { Deadline } from './referrals/Deadline.ts';
import { HandedOverStep } from './referrals/HandOver.ts';
import { acceptReferral } from './referrals/Mutation/acceptReferral.ts';
import { assignMediator } from './referrals/Mutation/assignMediator.ts';
import { completeReferral } from './referrals/Mutation/completeReferral.ts';
import { extendDeadline } from './referrals/Mutation/extendDeadline.ts';
import { pauseClocks } from './referrals/Mutation/pauseClocks.ts';
import { provideSupplement } from './referrals/Mutation/provideSupplement.ts';
import { recallReferral } from './referrals/Mutation/recallReferral.ts';
import { receiveReferral } from './referrals/Mutation/receiveReferral.ts';
import { refuseReferral } from './referrals/Mutation/refuseReferral.ts';
import { reportStage } from './referrals/Mutation/reportStage.ts';
import { requestSupplement } from './referrals/Mutation/requestSupplement.ts';
import { rerouteReferral } from './referrals/Mutation/rerouteReferral.ts';
import { resendReferral } from './referrals/Mutation/resendReferral.ts';
import { resolveDoubt } from './referrals/Mutation/resolveDoubt.ts';
import { resumeClocks } from './referrals/Mutation/resumeClocks.ts';
import { returnReferral } from './referrals/Mutation/returnReferral.ts';
import { startReferral } from './referrals/Mutation/startReferral.ts';
import { referral } from './referrals/Query/referral.ts';
import { referrals } from './referrals/Query/referrals.ts';
import { Referral } from './referrals/Referral.ts';
import { MatchCandidate, MatchReview } from './registry/MatchReview.ts';
import { Membership, UnionOrganisation, HardshipFile } from './registry/Membership.ts';
import { confirmMatch } from './registry/Mutation/confirmMatch.ts';
import { dismissMatch } from './registry/Mutation/dismissMatch.ts';
import { linkPeople } from './registry/Mutation/linkPeople.ts';
import { registerAsNew } from './registry/Mutation/registerAsNew.ts';
import { splitPeople } from './registry/Mutation/splitPeople.ts';
import { MutualAidEnrolment } from './registry/MutualAidEnrolment.ts';
import { Person } from './registry/Person.ts';
import { PersonLink } from './registry/PersonLink.ts';
import { linkSuggestions } from './registry/Query/linkSuggestions.ts';
import { matchReviews } from './registry/Query/matchReviews.ts';
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
    rateLimit,
    explainAccess,
    people,
    person,
    personByResidentId,
    matchReviews,
    linkSuggestions,
    serviceItem,
    serviceItems,
    hardshipPolicies,
    calendar,
    calendarImports,
    serviceItemVersions,
    rehearsal,
    rehearsals,
    case: caseById,
    caseByAcceptanceNo,
    cases,
    previewCase,
    referral,
    referrals,
    agencies,
    agency,
    clockRules,
    computeDeadline,
    feedFile,
    feedFiles,
    feedImports,
    leads,
    quarantinedRows,
    deadLetters,
    quarantinedMessages,
    settlements,
    mediationRooms,
    mediationStatistics,
    suggestMediators,
    reconciliations,
    reconciliationItems,
    loopClosure,
    deliveries,
    partnerEvents,
    partnerKey,
    partnerKeys,
    webhookEndpoint,
    webhookEndpoints,
    accessLog,
    ledgerEntries,
    ledgerIntegrity,
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
    rerouteReferral,
    resendReferral,
    resolveDoubt,
    returnReferral,
    startReferral,
    extendDeadline,
    pauseClocks,
    resumeClocks,
    claimLead,
    confirmMatch,
    registerAsNew,
    dismissMatch,
    linkPeople,
    splitPeople,
    correctRow,
    discardRow,
    pauseAgency,
    resumeAgency,
    replayEffect,
    replayAgency,
    replayMessage,
    importCalendar,
    assignMediator,
    reportStage,
    draftServiceItem,
    rehearseServiceItem,
    publishServiceItem,
    discardDraft,
    reconcileAgency,
    resolveReconciliationItem,
    createPartnerKey,
    rotatePartnerKey,
    revokePartnerKey,
    createWebhookEndpoint,
    deleteWebhookEndpoint,
    pauseWebhookEndpoint,
    resendDelivery,
    resendFrom,
    resumeWebhookEndpoint,
    rotateWebhookSecret,
    testWebhookEndpoint,
    updateWebhookEndpoint,
  },
  Subscription: {
    caseChanged,
  },
  Node: { __resolveType: (found) => ('__typename' in found ? String(found.__typename) : null) as never },
  Viewer,
  Reason,
  UserError,
  InvalidInputError,
  StateConflictError,
  NotEligibleError,
  DuplicateCaseError,
  ExtensionRefusedError,
  CatalogueFaultyError,
  Person,
  SourceAnswer,
  DocketsAnswer,
  InsuranceEnrolmentsAnswer,
  SocialAssistanceAnswer,
  Membership,
  UnionOrganisation,
  HardshipFile,
  MutualAidEnrolment,
  MatchReview,
  MatchCandidate,
  PersonLink,
  ServiceItem,
  HardshipPolicy,
  ServiceItemVersion,
  Rehearsal,
  RehearsalCounts,
  RehearsalSample,
  ClockRule,
  CalendarImport,
  Case,
  CaseEvent,
  Consent,
  PlannedStep,
  Referral,
  Deadline,
  Agency,
  AgencyOffice,
  DeadLetter,
  QuarantinedMessage,
  Lead,
  FeedImport,
  FeedFile,
  QuarantinedRow,
  MedicalSettlement,
  MediationRoom,
  Mediator,
  HandedOverStep,
  Reconciliation,
  ReconciliationItem,
  CaseClosure,
  AgencyClosure,
  Share,
  PartnerEvent,
  PartnerKey,
  WebhookDelivery,
  WebhookEndpoint,
  AccessRecord,
  AccessViewer,
  DisclosurePurpose,
  FieldClassLabel,
  AccessLedgerEntry,
  AccessLedgerIntegrity,
};
