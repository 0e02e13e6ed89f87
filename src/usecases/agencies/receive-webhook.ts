import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { WebhookMessage } from '#domain/agencies/agency-connector.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** ACCEPTED: stored, or there already. UNKNOWN_AGENCY, REFUSED, CONFLICT: nothing was stored. */
export type WebhookReceipt = 'ACCEPTED' | 'UNKNOWN_AGENCY' | 'REFUSED' | 'CONFLICT';

/**
 * Takes in what an agency pushes: proves that it is theirs over the raw bytes, stores it, and only then says yes.
 * Reading it is a job of its own, so that a message we cannot read is kept and not lost. Repeats are harmless; the same
 * id with other bytes is a conflict that a person at the agency has to know about.
 */
export async function receiveWebhook(
  deps: UsecaseDependencies,
  agency: string,
  message: WebhookMessage,
): Promise<WebhookReceipt> {
  const code = knownCode(deps, agency);
  const connector = code && deps.connectors.get(code);
  if (!code || !connector?.verifyWebhook) return 'UNKNOWN_AGENCY';
  // Real time, not the legal clock: the sender's timestamp is real too.
  const verdict = connector.verifyWebhook(message, new Date());
  if (!verdict.genuine) {
    deps.log.warn({ agency: code, reason: verdict.reason }, 'webhook refused');
    return 'REFUSED';
  }
  const stored = await deps.stores.inbox.store({
    id: deps.ids.next(),
    agencyCode: code,
    messageId: verdict.messageId,
    via: 'WEBHOOK',
    body: message.body,
    receivedAt: deps.clock.now(),
  });
  if (stored === 'CONFLICT') deps.log.warn({ agency: code }, 'webhook id used again for other content');
  return stored === 'CONFLICT' ? 'CONFLICT' : 'ACCEPTED';
}

function knownCode(deps: UsecaseDependencies, agency: string): AgencyCode | undefined {
  return [...deps.connectors.keys()].find((code) => code === agency);
}
