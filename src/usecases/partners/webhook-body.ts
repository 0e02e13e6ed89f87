import { type PartnerEvent, wireType } from '#domain/partners/partner-event.ts';
import type { WebhookPort } from '#domain/partners/webhook-port.ts';

/**
 * What a partner is sent: ids, type and times, and nothing else. A person's data would lie in the receiver's log, and the
 * partner may read them through the graph, where each reading is decided and entered anew.
 */
export function bodyOfEvent(event: PartnerEvent, { publicId }: Pick<WebhookPort, 'publicId'>): string {
  return JSON.stringify({
    type: wireType(event.type),
    timestamp: event.occurredAt.toISOString(),
    data: {
      eventId: publicId('PartnerEvent', event.id),
      agency: event.agencyCode,
      caseId: publicId('Case', event.caseId),
      referralId: event.referralId === undefined ? null : publicId('Referral', event.referralId),
      sequence: event.sequence,
      deleted: event.deleted,
    },
  });
}

export function bodyOfPing(agency: string, at: Date): string {
  return JSON.stringify({ type: wireType('PING'), timestamp: at.toISOString(), data: { agency } });
}
