import type { ClaimedDelivery, WebhookAttemptEnd } from '#domain/partners/partner-stores.ts';
import {
  outcomeOf,
  retryAfterOf,
  secondsToHold,
  secondsToNextTry,
  webhookIdOf,
  type WebhookHeader,
} from '#domain/partners/webhook-delivery.ts';
import type { WebhookAnswer } from '#domain/partners/webhook-port.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Room for writing the outcome after the last possible moment of the call. */
const LEASE_MARGIN_SECONDS = 10;

/**
 * One attempt to tell one endpoint one event. Safe to call at any time, any number of times: the claim decides. A process
 * that dies after the call leaves an attempt without an end, and the event is sent again under the same `webhook-id`.
 */
export async function deliverWebhook(deps: UsecaseDependencies, deliveryId: string): Promise<void> {
  const { stores, unitOfWork, webhooks, log } = deps;
  const leaseSeconds = Math.ceil(webhooks.timeoutMs / 1000) + LEASE_MARGIN_SECONDS;
  const claimed = await stores.webhooks.claim(deliveryId, leaseSeconds);
  if (!claimed) return;
  const body = new TextEncoder().encode(claimed.body);
  const headers = headersOf(deps, claimed, body);
  const startedAt = performance.now();
  const answer = await webhooks.post({ url: claimed.url, headers, body });
  const end = endOf(deps, claimed, answer, headers, Math.round(performance.now() - startedAt));
  const { written, disabled } = await unitOfWork.run((tx) => tx.webhooks.finishAttempt(claimed, end));
  const { endpointId, agencyCode: agency, fence: attempt } = claimed;
  log.info({ deliveryId, endpointId, agency, attempt, outcome: end.outcome, written }, 'webhook attempt finished');
  if (disabled) log.warn({ endpointId, agency }, 'webhook endpoint disabled; its agency has to mend and resume it');
}

function headersOf({ webhooks }: UsecaseDependencies, claimed: ClaimedDelivery, body: Uint8Array) {
  const id = webhookIdOf(claimed.id);
  const timestamp = String(Math.floor(claimed.at.getTime() / 1000));
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'onedoor-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': webhooks.signatures(claimed.secrets, id, timestamp, body),
  };
}

function endOf(
  { webhooks }: UsecaseDependencies,
  claimed: ClaimedDelivery,
  answer: WebhookAnswer,
  requestHeaders: Readonly<Record<string, string>>,
  durationMs: number,
): WebhookAttemptEnd {
  const outcome = outcomeOf(answer);
  const failed = outcome !== 'DELIVERED';
  const patience = retryAfterOf(answer, new Date(claimed.at.getTime() + durationMs));
  // A ping asks whether it works now; who wants to know again asks again.
  const again = failed && outcome !== 'GONE' && claimed.type !== 'PING';
  return {
    outcome,
    durationMs,
    requestHeaders: listed(requestHeaders),
    response:
      'status' in answer ? { status: answer.status, headers: listed(answer.headers), body: answer.body } : undefined,
    retryInSeconds: again ? secondsToNextTry(claimed.tries, Math.random(), patience) : undefined,
    holdSeconds: failed ? secondsToHold(answer, claimed.failures + 1, patience) : 0,
    disable: outcome === 'GONE' ? 'NOW' : { afterDays: webhooks.disableAfterDays },
  };
}

function listed(headers: Readonly<Record<string, string>>): readonly WebhookHeader[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
