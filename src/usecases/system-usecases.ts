import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { WebhookMessage } from '#domain/agencies/agency-connector.ts';
import { applyInboundMessage } from '#usecases/agencies/apply-inbound-message.ts';
import { pollReplies } from '#usecases/agencies/poll-replies.ts';
import { receiveWebhook } from '#usecases/agencies/receive-webhook.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { dispatchEffect } from '#usecases/referrals/dispatch-effect.ts';
import { expireDeadlines } from '#usecases/referrals/expire-deadlines.ts';

export type SystemUsecases = ReturnType<typeof createSystemUsecases>;

/** What happens without a person asking: jobs and what agencies push. */
export function createSystemUsecases(deps: UsecaseDependencies) {
  return {
    receiveWebhook: (agency: string, message: WebhookMessage) => receiveWebhook(deps, agency, message),
    applyInboundMessage: (id: string) => applyInboundMessage(deps, id),
    pollReplies: (agency: AgencyCode) => pollReplies(deps, agency),
    dispatchEffect: (id: string) => dispatchEffect(deps, id),
    expireDeadlines: () => expireDeadlines(deps),
    offerDueEffects: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.effects.offerDue(limit, reofferAfterSeconds),
    offerDueMessages: (limit: number, reofferAfterSeconds: number) =>
      deps.stores.inbox.offerDue(limit, reofferAfterSeconds),
  };
}
