import type { PartnerScope } from '#domain/access/partner-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { PartnerEventType } from '#domain/partners/partner-event.ts';
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookHeader,
  WebhookOutcome,
} from '#domain/partners/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookState, WebhookStateReason } from '#domain/partners/webhook-endpoint.ts';
import type {
  Prisma,
  WebhookAttempt as AttemptRow,
  WebhookDelivery as DeliveryRow,
  WebhookEndpoint as EndpointRow,
  WebhookSecret as SecretRow,
} from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';

/** Endpoints of another agency are never read: forbidden and missing look the same. */
export function endpointScope(scope: PartnerScope): Prisma.WebhookEndpointWhereInput | null {
  switch (scope.kind) {
    case 'ALL':
      return {};
    case 'AGENCY':
      return { agencyCode: scope.agencyCode };
    case 'NOTHING':
      return null;
  }
}

export const secretPlace = (id: string) => `webhook_secret.secret:${id}`;
export const exchangePlace = (deliveryId: string, number: number) => `webhook_attempt.exchange:${deliveryId}:${number}`;

export type SecretSeen = Pick<SecretRow, 'id' | 'createdAt' | 'expiresAt'>;

export function toEndpoint(row: EndpointRow & { secrets: readonly SecretSeen[] }): WebhookEndpoint {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    url: row.url,
    eventTypes: row.eventTypes as PartnerEventType[],
    state: row.state as WebhookState,
    stateReason: (row.stateReason ?? undefined) as WebhookStateReason | undefined,
    failingSince: row.failingSince ?? undefined,
    createdAt: row.createdAt,
    secrets: row.secrets.map(({ id, createdAt, expiresAt }) => ({ id, createdAt, expiresAt: expiresAt ?? undefined })),
  };
}

export function toDelivery(
  row: DeliveryRow & { attemptRows: readonly AttemptRow[] },
  crypto: CryptoProvider,
): WebhookDelivery {
  return {
    id: row.id,
    endpointId: row.endpointId,
    eventId: row.eventId ?? undefined,
    type: row.type as PartnerEventType | 'PING',
    body: row.body,
    status: row.status as WebhookDeliveryStatus,
    createdAt: row.createdAt,
    nextAttemptAt: row.status === 'PENDING' ? row.nextAttemptAt : undefined,
    finishedAt: row.finishedAt ?? undefined,
    attempts: row.attemptRows.map((attempt) => toAttempt(attempt, crypto)),
  };
}

/** What was sent and what came back, as it is sealed. */
export interface KeptExchange {
  readonly requestHeaders: readonly WebhookHeader[];
  readonly responseHeaders: readonly WebhookHeader[];
  readonly responseBody?: string | undefined;
}

const NOTHING_KEPT: KeptExchange = { requestHeaders: [], responseHeaders: [] };

function toAttempt(row: AttemptRow, crypto: CryptoProvider): WebhookAttempt {
  const kept = row.exchangeSealed
    ? (JSON.parse(crypto.openText(row.exchangeSealed, exchangePlace(row.deliveryId, row.number))) as KeptExchange)
    : NOTHING_KEPT;
  return {
    ...kept,
    number: row.number,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt ?? undefined,
    outcome: (row.outcome ?? undefined) as WebhookOutcome | undefined,
    durationMs: row.durationMs ?? undefined,
    responseStatus: row.responseStatus ?? undefined,
  };
}
