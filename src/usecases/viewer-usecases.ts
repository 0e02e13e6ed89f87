import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { LeadStatus } from '#domain/feeds/lead.ts';
import type { PageRequest } from '#domain/page.ts';
import type { ReferralStatus } from '#domain/referrals/referral.ts';
import type { CaseListFilter } from '#domain/stores.ts';
import { type RateCaseInput, rateCase, type WithdrawCaseInput, withdrawCase } from '#usecases/cases/change-case.ts';
import { type OpenCaseInput, openCase } from '#usecases/cases/open-case.ts';
import { type PreviewCaseInput, previewCase } from '#usecases/cases/preview-case.ts';
import { type ClaimLeadInput, claimLead } from '#usecases/feeds/claim-lead.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import * as answers from '#usecases/referrals/answer-referral.ts';
import * as steering from '#usecases/referrals/steer-referral.ts';
import { findPersonByResidentId } from '#usecases/registry/find-person-by-resident-id.ts';

export type ViewerUsecases = ReturnType<typeof bindUsecases>;

/** Everything a request can ask for, already knowing who asks. Reads go through the viewer's row scope. */
export function bindUsecases(deps: UsecaseDependencies, viewer: Viewer) {
  const { stores } = deps;
  const scope = rowScopeOf(viewer);
  return {
    findPerson: (id: string) => stores.people.find(scope, id),
    findPersonByResidentId: (residentId: string) => findPersonByResidentId(deps, viewer, residentId),
    listPeople: (page: PageRequest) => stores.people.list(scope, page),

    listServiceItems: () => stores.catalogue.inForce(),
    findServiceItem: (code: string) => stores.catalogue.findInForce(code),
    findServiceItemVersion: (id: string) => stores.catalogue.find(id),

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
    recallReferral: (input: steering.RecallReferralInput) => steering.recallReferral(deps, viewer, input),
    resolveDoubt: (input: steering.ResolveDoubtInput) => steering.resolveDoubt(deps, viewer, input),

    listAgencies: () => stores.agencies.list(),
    findAgency: (code: string) => stores.agencies.find(code),

    findLead: (id: string) =>
      viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR' ? stores.leads.find(id) : undefined,
    listLeads: (status: readonly LeadStatus[] | undefined, page: PageRequest) => stores.leads.list(status, page),
    listFeedImports: (page: PageRequest) => stores.feedImports.list(page),
    claimLead: (input: ClaimLeadInput) => claimLead(deps, viewer, input),
  };
}
