import type { PartnerScope } from '#domain/access/partner-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { PartnerEventType, PlacedEvent } from '#domain/partners/partner-event.ts';
import type {
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookHeader,
  WebhookOutcome,
} from '#domain/partners/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookState, WebhookStateReason } from '#domain/partners/webhook-endpoint.ts';

export interface PartnerEventStore {
  /** Whether events wait for their place. */
  someWait(): Promise<boolean>;
  /** Gives places to the oldest that have none; whoever else wants to waits until the transaction ends. */
  placeNext(limit: number): Promise<readonly PlacedEvent[]>;
  find(scope: PartnerScope, id: string): Promise<PlacedEvent | undefined>;
  /** In the order of the log. EXPIRED when what follows `after` is gone, or was never here. */
  read(scope: PartnerScope, question: PartnerEventQuestion): Promise<PartnerEventPage | 'EXPIRED'>;
  /** Those of an agency that were written since, oldest first; TOO_EARLY when that is more than so many days ago. */
  writtenSince(
    agencyCode: AgencyCode,
    since: Date,
    days: number,
    limit: number,
  ): Promise<readonly PlacedEvent[] | 'TOO_EARLY'>;
  /** Forgets what was written more than so many days ago; how many. By the database's clock. */
  forget(days: number): Promise<number>;
}

export interface PartnerEventQuestion {
  readonly first: number;
  readonly after?: bigint | undefined;
  readonly types?: readonly PartnerEventType[] | undefined;
  readonly agencyCode?: string | undefined;
}

export interface PartnerEventPage {
  readonly items: readonly PlacedEvent[];
  readonly hasNextPage: boolean;
  /** Where to go on, also when there is nothing now: a reader who keeps asking never falls behind. */
  readonly cursor: bigint;
}

export interface WebhookStore {
  insertEndpoint(endpoint: NewWebhookEndpoint): Promise<void>;
  /** Serialises those who make one for the agency, until the transaction ends. */
  countEndpoints(agencyCode: AgencyCode): Promise<number>;
  find(scope: PartnerScope, id: string): Promise<WebhookEndpoint | undefined>;
  list(
    scope: PartnerScope,
    filter: { readonly agencyCode?: string | undefined; readonly state?: readonly WebhookState[] | undefined },
    page: PageRequest,
  ): Promise<Page<WebhookEndpoint>>;
  ofAgencies(codes: readonly AgencyCode[]): Promise<readonly WebhookEndpoint[]>;
  change(
    id: string,
    change: { readonly url?: string; readonly eventTypes?: readonly PartnerEventType[] },
  ): Promise<void>;
  setState(id: string, state: WebhookState, reason: WebhookStateReason | undefined): Promise<void>;
  /** With everything that was to be told to it. */
  remove(id: string): Promise<void>;
  /** Adds one; of the others the newest goes on for so many hours, any older one ends now. */
  addSecret(endpointId: string, secretId: string, secret: string, overlapHours: number): Promise<void>;

  addDeliveries(deliveries: readonly NewWebhookDelivery[]): Promise<void>;
  findDelivery(scope: PartnerScope, id: string): Promise<WebhookDelivery | undefined>;
  listDeliveries(
    endpointId: string,
    filter: { readonly status?: readonly WebhookDeliveryStatus[] | undefined },
    page: PageRequest,
  ): Promise<Page<WebhookDelivery>>;
  /** Due at once, with all attempts anew; one that is under way is left alone. */
  sendAgain(ids: readonly string[]): Promise<void>;
  /** Deliveries of an endpoint by event. */
  ofEvents(endpointId: string, eventIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Claims the next attempt and writes its row; undefined when there is nothing to claim, which is normal. */
  claim(id: string, leaseSeconds: number): Promise<ClaimedDelivery | undefined>;
  /** False for a late holder, who changes nothing. `disabled` says that this failure was one too many. */
  finishAttempt(claimed: ClaimedDelivery, end: WebhookAttemptEnd): Promise<{ written: boolean; disabled: boolean }>;
  /** Deliveries that should be tried now, a few per endpoint; marks them as handed over. */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string }[]>;
  /** Deletes deliveries made more than so many days ago, and secrets that have ended; how many. */
  forget(days: number): Promise<number>;
}

export interface NewWebhookEndpoint {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly url: string;
  readonly eventTypes: readonly PartnerEventType[];
  readonly createdBy: string;
  readonly secretId: string;
  readonly secret: string;
}

export interface NewWebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId?: string | undefined;
  readonly type: PartnerEventType | 'PING';
  readonly body: string;
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly agencyCode: AgencyCode;
  readonly fence: number;
  readonly tries: number;
  readonly failures: number;
  readonly type: PartnerEventType | 'PING';
  readonly url: string;
  readonly body: string;
  /** Newest first. */
  readonly secrets: readonly string[];
  /** Real time: receivers compare it with their own clocks, and the legal clock of a demonstration runs ahead. */
  readonly at: Date;
}

export interface WebhookAttemptEnd {
  readonly outcome: WebhookOutcome;
  readonly durationMs: number;
  readonly requestHeaders: readonly WebhookHeader[];
  readonly response?:
    | { readonly status: number; readonly headers: readonly WebhookHeader[]; readonly body: Uint8Array }
    | undefined;
  /** Absent: tried no more. */
  readonly retryInSeconds?: number | undefined;
  readonly holdSeconds: number;
  /** Disabled at once when the receiver wants no more, after so many days of failures alone otherwise. */
  readonly disable: 'NOW' | { readonly afterDays: number };
}
