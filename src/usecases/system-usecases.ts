import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { WebhookMessage } from '#domain/agencies/agency-connector.ts';
import { verifyLedgerAtNight } from '#usecases/access/verify-ledger.ts';
import { applyInboundMessage } from '#usecases/agencies/apply-inbound-message.ts';
import { pollReplies } from '#usecases/agencies/poll-replies.ts';
import { receiveWebhook } from '#usecases/agencies/receive-webhook.ts';
import { watchAgencies } from '#usecases/agencies/watch-agencies.ts';
import { continueRehearsal } from '#usecases/catalogue/rehearse-version.ts';
import { collectFeedFiles } from '#usecases/feeds/collect-feed-files.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { continueKeyRotation } from '#usecases/keys/continue-key-rotation.ts';
import { renewDataKey } from '#usecases/keys/renew-data-key.ts';
import { deliverWebhook } from '#usecases/partners/deliver-webhook.ts';
import { placePartnerEvents } from '#usecases/partners/place-partner-events.ts';
import { sweepPartnerLog } from '#usecases/partners/sweep-partner-log.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { planReconciliations } from '#usecases/reconciliation/plan-reconciliations.ts';
import { reconcileDay } from '#usecases/reconciliation/reconcile-day.ts';
import { dispatchEffect } from '#usecases/referrals/dispatch-effect.ts';
import { expireDeadlines } from '#usecases/referrals/expire-deadlines.ts';
import { recomputeDeadlines } from '#usecases/referrals/recompute-deadlines.ts';
import { fileHouseholds } from '#usecases/registry/file-households.ts';
import { fillPersonIndexes } from '#usecases/registry/fill-person-indexes.ts';

export type SystemUsecases = ReturnType<typeof createSystemUsecases>;

/** What happens without a person asking: jobs and what agencies push. */
export function createSystemUsecases(deps: UsecaseDependencies) {
  return {
    receiveWebhook: (agency: string, message: WebhookMessage) => receiveWebhook(deps, agency, message),
    applyInboundMessage: (id: string) => applyInboundMessage(deps, id),
    pollReplies: (agency: AgencyCode) => pollReplies(deps, agency),
    watchAgencies: () => watchAgencies(deps),
    dispatchEffect: (id: string) => dispatchEffect(deps, id),
    expireDeadlines: () => expireDeadlines(deps),
    fileHouseholds: () => fileHouseholds(deps),
    fillPersonIndexes: (onProgress: (written: number) => void) => fillPersonIndexes(deps, onProgress),
    recomputeDeadlines: () => recomputeDeadlines(deps),
    continueRehearsal: (id: string) => continueRehearsal(deps, id),
    collectFeedFiles: () => collectFeedFiles(deps),
    continueFeedFile: (id: string) => continueFeedFile(deps, id),
    offerDueFeedFiles: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.feedFiles.offerDue(limit, reofferAfterSeconds),
    planReconciliations: () => planReconciliations(deps),
    reconcileDay: (id: string) => reconcileDay(deps, id),
    offerDueReconciliations: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.reconciliations.offerDue(limit, reofferAfterSeconds),
    offerDueRehearsals: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.rehearsals.offerDue(limit, reofferAfterSeconds),
    offerDueEffects: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.effects.offerDue(limit, reofferAfterSeconds),
    offerDueMessages: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.inbox.offerDue(limit, reofferAfterSeconds),
    verifyLedgerAtNight: () => verifyLedgerAtNight(deps),
    renewDataKey: () => renewDataKey(deps),
    continueKeyRotation: (id: string) => continueKeyRotation(deps, id),
    offerDueKeyRotations: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.keyRotations.offerDue(limit, reofferAfterSeconds),
    placePartnerEvents: (limit: number) => placePartnerEvents(deps, limit),
    deliverWebhook: (id: string) => deliverWebhook(deps, id),
    sweepPartnerLog: () => sweepPartnerLog(deps),
    offerDueWebhooks: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.webhooks.offerDue(limit, reofferAfterSeconds),
  };
}
