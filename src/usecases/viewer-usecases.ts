import { deliveryScopeOf } from '#domain/access/delivery-scope.ts';
import type { Disclosure } from '#domain/access/disclosure.ts';
import type { LedgerFilter } from '#domain/access/ledger-stores.ts';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { CaseListFilter } from '#domain/cases/case-stores.ts';
import { clockRulesIn } from '#domain/catalogue/clock-for.ts';
import type { DisputeGroup } from '#domain/disputes/dispute-groups.ts';
import type { MediationOrgKind } from '#domain/disputes/mediation-org-kinds.ts';
import type { FeedFileFilter, QuarantineFilter } from '#domain/feeds/feed-stores.ts';
import type { LeadStatus } from '#domain/feeds/lead.ts';
import type { SettlementListFilter } from '#domain/feeds/pushed-stores.ts';
import type { QuarantinedRow } from '#domain/feeds/quarantined-row.ts';
import type { PageRequest } from '#domain/page.ts';
import type { ReferralStatus } from '#domain/referrals/referral.ts';
import type { MatchReviewStatus } from '#domain/registry/match-review.ts';
import { findAccessRecord, listAccessLog } from '#usecases/access/list-access-log.ts';
import { type DisclosingRequest, recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { pauseAgency, type PauseAgencyInput, type SteerAgencyInput } from '#usecases/agencies/pause-agency.ts';
import { replayAgency } from '#usecases/agencies/replay-agency.ts';
import { replayEffect, type ReplayEffectInput } from '#usecases/agencies/replay-effect.ts';
import { replayMessage, type ReplayMessageInput } from '#usecases/agencies/replay-message.ts';
import { resumeAgency } from '#usecases/agencies/resume-agency.ts';
import { type RateCaseInput, rateCase, type WithdrawCaseInput, withdrawCase } from '#usecases/cases/change-case.ts';
import { type OpenCaseInput, openCase } from '#usecases/cases/open-case.ts';
import { type PreviewCaseInput, previewCase } from '#usecases/cases/preview-case.ts';
import { discardDraft, publishServiceItem, type VersionInput } from '#usecases/catalogue/change-version.ts';
import { draftServiceItem, type DraftServiceItemInput } from '#usecases/catalogue/draft-service-item.ts';
import { type ImportCalendarInput, importCalendar } from '#usecases/catalogue/import-calendar.ts';
import { listHardshipPolicies } from '#usecases/catalogue/list-hardship-policies.ts';
import { findVersion, listVersions } from '#usecases/catalogue/list-versions.ts';
import { rehearseServiceItem } from '#usecases/catalogue/rehearse-service-item.ts';
import { type CalendarQuestion, showCalendar } from '#usecases/catalogue/show-calendar.ts';
import { type ComputeDeadlineInput, computeDeadline } from '#usecases/clocks/compute-deadline.ts';
import { type AssignMediatorInput, assignMediator } from '#usecases/disputes/assign-mediator.ts';
import { countMediations, type StatisticsQuestion } from '#usecases/disputes/count-mediations.ts';
import { type ReportStageInput, reportStage } from '#usecases/disputes/report-stage.ts';
import { suggestMediators } from '#usecases/disputes/suggest-mediators.ts';
import { type ClaimLeadInput, claimLead } from '#usecases/feeds/claim-lead.ts';
import { type CorrectRowInput, correctRow } from '#usecases/feeds/correct-row.ts';
import { discardRow, type DiscardRowInput } from '#usecases/feeds/discard-row.ts';
import { listSettlements } from '#usecases/feeds/list-settlements.ts';
import { showQuarantinedCells } from '#usecases/feeds/show-quarantined-cells.ts';
import { bindPartnerUsecases } from '#usecases/partners/bind-partner-usecases.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import {
  findReconciliationItem,
  listReconciliationItems,
  listReconciliations,
} from '#usecases/reconciliation/list-reconciliations.ts';
import { reconcileAgency, type ReconcileAgencyInput } from '#usecases/reconciliation/reconcile-agency.ts';
import { resolveReconciliationItem, type ResolveItemInput } from '#usecases/reconciliation/resolve-item.ts';
import { type LoopClosureInput, showLoopClosure } from '#usecases/reconciliation/show-loop-closure.ts';
import * as answers from '#usecases/referrals/answer-referral.ts';
import * as holding from '#usecases/referrals/hold-clocks.ts';
import * as steering from '#usecases/referrals/steer-referral.ts';
import { type ConfirmMatchInput, confirmMatch } from '#usecases/registry/confirm-match.ts';
import { type DismissMatchInput, dismissMatch } from '#usecases/registry/dismiss-match.ts';
import { findPersonByResidentId } from '#usecases/registry/find-person-by-resident-id.ts';
import { type LinkPeopleInput, linkPeople } from '#usecases/registry/link-people.ts';
import { type RegisterAsNewInput, registerAsNew } from '#usecases/registry/register-as-new.ts';
import { type SplitPeopleInput, splitPeople } from '#usecases/registry/split-people.ts';
import { suggestLinks } from '#usecases/registry/suggest-links.ts';

export type ViewerUsecases = ReturnType<typeof bindUsecases>;

/** Everything a request can ask for, already knowing who asks. Reads go through the viewer's row scope. */
export function bindUsecases(deps: UsecaseDependencies, viewer: Viewer) {
  const { stores } = deps;
  const scope = rowScopeOf(viewer);
  return {
    findPerson: (id: string) => stores.people.find(scope, id),
    findPersonByResidentId: (residentId: string) => findPersonByResidentId(deps, viewer, residentId),
    listPeople: (page: PageRequest) => stores.people.list(scope, page),

    findMatchReview: (id: string) =>
      viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR' ? stores.matchReviews.find(scope, id) : undefined,
    listMatchReviews: (filter: { status?: readonly MatchReviewStatus[] | undefined }, page: PageRequest) =>
      stores.matchReviews.list(scope, filter, page),
    confirmMatch: (input: ConfirmMatchInput) => confirmMatch(deps, viewer, input),
    registerAsNew: (input: RegisterAsNewInput) => registerAsNew(deps, viewer, input),
    dismissMatch: (input: DismissMatchInput) => dismissMatch(deps, viewer, input),
    findPersonLink: (id: string) => stores.personLinks.find(id),
    linkPeople: (input: LinkPeopleInput) => linkPeople(deps, viewer, input),
    splitPeople: (input: SplitPeopleInput) => splitPeople(deps, viewer, input),
    suggestLinks: (personId: string) => suggestLinks(deps, viewer, personId),

    listServiceItems: () => stores.catalogue.inForce(),
    findServiceItem: (code: string) => stores.catalogue.findInForce(code),
    findServiceItemVersion: (id: string) => stores.catalogue.find(id),

    listHardshipPolicies: (divisionCode: string) => listHardshipPolicies(deps, divisionCode),
    showCalendar: (question: CalendarQuestion) => showCalendar(deps, question),
    findCalendarImport: (id: string) => stores.calendars.find(id),
    listCalendarImports: (page: PageRequest) => stores.calendars.list(page),
    importCalendar: (input: ImportCalendarInput) => importCalendar(deps, viewer, input),
    listVersions: (code: string) => listVersions(stores.versions, code),
    findVersion: (id: string) => findVersion(stores.versions, id),
    draftServiceItem: (input: DraftServiceItemInput) => draftServiceItem(deps, viewer, input),
    publishServiceItem: (input: VersionInput) => publishServiceItem(deps, viewer, input),
    rehearseServiceItem: (input: VersionInput) => rehearseServiceItem(deps, viewer, input),
    findRehearsal: (id: string) => stores.rehearsals.find(id),
    listRehearsals: (versionId: string) => stores.rehearsals.list(versionId),
    discardDraft: (input: VersionInput) => discardDraft(deps, viewer, input),

    findCase: (id: string) => stores.cases.find(scope, id),
    findCaseByAcceptanceNo: (acceptanceNo: string) => stores.cases.findByAcceptanceNo(scope, acceptanceNo),
    listCases: (filter: CaseListFilter, page: PageRequest) => stores.cases.list(scope, filter, page),
    previewCase: (input: PreviewCaseInput) => previewCase(deps, viewer, input),
    openCase: (input: OpenCaseInput) => openCase(deps, viewer, input),
    withdrawCase: (input: WithdrawCaseInput) => withdrawCase(deps, viewer, input),
    rateCase: (input: RateCaseInput) => rateCase(deps, viewer, input),

    findReferral: (id: string) => stores.referrals.find(scope, id),
    listReferrals: (filter: { status?: readonly ReferralStatus[] | undefined }, page: PageRequest) =>
      stores.referrals.list(scope, filter, page),
    receiveReferral: (input: answers.ReferralInput) => answers.receiveReferral(deps, viewer, input),
    acceptReferral: (input: answers.AcceptReferralInput) => answers.acceptReferral(deps, viewer, input),
    startReferral: (input: answers.ReferralInput) => answers.startReferral(deps, viewer, input),
    requestSupplement: (input: answers.RequestSupplementInput) => answers.requestSupplement(deps, viewer, input),
    returnReferral: (input: answers.ReasonedInput) => answers.returnReferral(deps, viewer, input),
    refuseReferral: (input: answers.ReasonedInput) => answers.refuseReferral(deps, viewer, input),
    completeReferral: (input: answers.CompleteReferralInput) => answers.completeReferral(deps, viewer, input),
    provideSupplement: (input: steering.CorrectedInput) => steering.provideSupplement(deps, viewer, input),
    resendReferral: (input: steering.CorrectedInput) => steering.resendReferral(deps, viewer, input),
    rerouteReferral: (input: steering.RerouteReferralInput) => steering.rerouteReferral(deps, viewer, input),
    recallReferral: (input: steering.RecallReferralInput) => steering.recallReferral(deps, viewer, input),
    resolveDoubt: (input: steering.ResolveDoubtInput) => steering.resolveDoubt(deps, viewer, input),

    extendDeadline: (input: holding.ExtendDeadlineInput) => holding.extendDeadline(deps, viewer, input),
    pauseClocks: (input: holding.HoldClocksInput) => holding.pauseClocks(deps, viewer, input),
    resumeClocks: (input: holding.HoldClocksInput) => holding.resumeClocks(deps, viewer, input),
    listClockRules: (divisionCode?: string) => clockRulesIn(deps.clockRules, divisionCode),
    computeDeadline: (input: ComputeDeadlineInput) => computeDeadline(deps, input),
    reportStage: (input: ReportStageInput) => reportStage(deps, viewer, input),
    assignMediator: (input: AssignMediatorInput) => assignMediator(deps, viewer, input),
    suggestMediators: (referralId: string, groups: readonly DisputeGroup[] | undefined) =>
      suggestMediators(deps, viewer, referralId, groups),
    listMediationRooms: (divisionCode: string, kind: MediationOrgKind | undefined) =>
      stores.mediators.rooms(divisionCode, kind),
    countMediations: (question: StatisticsQuestion) => countMediations(deps, viewer, question),

    listReconciliations: (filter: Parameters<typeof listReconciliations>[1], page: PageRequest) =>
      listReconciliations(deps, filter, page),
    findReconciliation: (id: string) => stores.reconciliations.find(id),
    reconcileAgency: (input: ReconcileAgencyInput) => reconcileAgency(deps, viewer, input),
    listReconciliationItems: (filter: Parameters<typeof listReconciliationItems>[2], page: PageRequest) =>
      listReconciliationItems(deps, viewer, filter, page),
    findReconciliationItem: (id: string) => findReconciliationItem(deps, viewer, id),
    resolveReconciliationItem: (input: ResolveItemInput) => resolveReconciliationItem(deps, viewer, input),
    showLoopClosure: (input: LoopClosureInput) => showLoopClosure(deps, viewer, input),

    listAgencies: () => stores.agencies.list(),
    findAgency: (code: string) => stores.agencies.find(code),

    listDeadLetters: (agency: string | undefined, page: PageRequest) =>
      stores.deadLetters.list(deliveryScopeOf(viewer), agency, page),
    findDeadLetter: (id: string) => stores.deadLetters.find(deliveryScopeOf(viewer), id),
    findQuarantinedMessage: (id: string) => stores.quarantinedMessages.find(id),
    listQuarantinedMessages: (agency: string | undefined, page: PageRequest) =>
      stores.quarantinedMessages.list(agency, page),
    pauseAgency: (input: PauseAgencyInput) => pauseAgency(deps, viewer, input),
    resumeAgency: (input: SteerAgencyInput) => resumeAgency(deps, viewer, input),
    replayEffect: (input: ReplayEffectInput) => replayEffect(deps, viewer, input),
    replayAgency: (input: SteerAgencyInput) => replayAgency(deps, viewer, input),
    replayMessage: (input: ReplayMessageInput) => replayMessage(deps, viewer, input),

    findLead: (id: string) =>
      viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR' ? stores.leads.find(scope, id) : undefined,
    listLeads: (status: readonly LeadStatus[] | undefined, page: PageRequest) => stores.leads.list(scope, status, page),
    listFeedImports: (page: PageRequest) => stores.feedImports.list(page),
    listFeedFiles: (filter: FeedFileFilter, page: PageRequest) => stores.feedFiles.list(filter, page),
    findFeedFile: (id: string) => stores.feedFiles.find(id),
    listQuarantinedRows: (filter: QuarantineFilter, page: PageRequest) => stores.quarantine.list(filter, page),
    findQuarantinedRow: (id: string) => stores.quarantine.find(id),
    showQuarantinedCells: (row: QuarantinedRow) => showQuarantinedCells(deps, row),
    correctRow: (input: CorrectRowInput) => correctRow(deps, viewer, input),
    discardRow: (input: DiscardRowInput) => discardRow(deps, viewer, input),
    listSettlements: (filter: SettlementListFilter, page: PageRequest) => listSettlements(deps, viewer, filter, page),
    claimLead: (input: ClaimLeadInput) => claimLead(deps, viewer, input),
    listAccessLog: (page: PageRequest) => listAccessLog(deps, viewer, page),
    findAccessRecord: (id: string) => findAccessRecord(deps, viewer, id),
    findLedgerEntry: (id: string) => stores.accessLedger.find(id),
    listLedgerEntries: (filter: LedgerFilter, page: PageRequest) => stores.accessLedger.list(filter, page),
    showLedgerIntegrity: () => stores.accessLedger.lastVerification(),
    recordDisclosures: (request: DisclosingRequest, disclosures: readonly Disclosure[]) =>
      recordDisclosures(deps, viewer, request, disclosures),
    ...bindPartnerUsecases(deps, viewer),
  };
}
