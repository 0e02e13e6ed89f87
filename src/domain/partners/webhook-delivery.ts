import type { PartnerEventType } from '#domain/partners/partner-event.ts';
import type { WebhookAnswer } from '#domain/partners/webhook-port.ts';

/** 待送达 · 已送达 · 已放弃（可重发） */
export const WEBHOOK_DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type WebhookDeliveryStatus = (typeof WEBHOOK_DELIVERY_STATUSES)[number];

/** One event told to one endpoint (回调投递). */
export interface WebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId?: string | undefined;
  readonly type: PartnerEventType | 'PING';
  readonly body: string;
  readonly status: WebhookDeliveryStatus;
  readonly createdAt: Date;
  /** Absent when nothing more is tried. */
  readonly nextAttemptAt?: Date | undefined;
  readonly finishedAt?: Date | undefined;
  readonly attempts: readonly WebhookAttempt[];
}

export interface WebhookAttempt {
  readonly number: number;
  readonly startedAt: Date;
  readonly finishedAt?: Date | undefined;
  /** Absent while under way. */
  readonly outcome?: WebhookOutcome | undefined;
  readonly durationMs?: number | undefined;
  readonly requestHeaders: readonly WebhookHeader[];
  readonly responseStatus?: number | undefined;
  readonly responseHeaders: readonly WebhookHeader[];
  /** The first 4 KiB, read as UTF-8. */
  readonly responseBody?: string | undefined;
}

export interface WebhookHeader {
  readonly name: string;
  readonly value: string;
}

/** ABANDONED: our process ended in the middle, so the receiver may have it; it is sent again under the same id. */
export const WEBHOOK_OUTCOMES = [
  'DELIVERED',
  'REFUSED',
  'REDIRECTED',
  'GONE',
  'BLOCKED',
  'DNS',
  'CONNECT',
  'TLS',
  'TIMEOUT',
  'BROKEN',
  'ABANDONED',
] as const;
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** The id the receiver sees and drops repeats by; stable whatever is retried, restarted or asked for again. */
export function webhookIdOf(deliveryId: string): string {
  return `msg_${deliveryId}`;
}

/** 2xx alone is a success; a redirect is none, and is never followed. */
export function outcomeOf(answer: WebhookAnswer): Exclude<WebhookOutcome, 'ABANDONED'> {
  if ('fault' in answer) return answer.fault;
  if (answer.status >= 200 && answer.status < 300) return 'DELIVERED';
  if (answer.status === 410) return 'GONE';
  return answer.status >= 300 && answer.status < 400 ? 'REDIRECTED' : 'REFUSED';
}

const SECOND = 1;
const MINUTE = 60;
const HOUR = 3_600;
/** The example of Standard Webhooks 1.0: ten attempts within 75 hours and a half. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const LONGEST_PATIENCE = 24 * HOUR;

/**
 * How long to wait after the n-th attempt failed, or undefined when it was the last. A fifth more or less, by `random`
 * in [0, 1), so that what failed together does not come back together; never sooner than the receiver asked for.
 */
export function secondsToNextTry(tries: number, random: number, retryAfterSeconds = 0): number | undefined {
  const wait = WAITS[tries - 1];
  if (wait === undefined) return undefined;
  return Math.max(Math.round(wait * (0.8 + 0.4 * random)), Math.min(LONGEST_PATIENCE, retryAfterSeconds));
}

const LONGEST_HOLD = 5 * MINUTE;

/**
 * How long to leave an endpoint alone after the n-th failure in a row, whatever waits for it; 0 when the answer was about
 * that one message. Else an endpoint with ten thousand deliveries would be called ten thousand times while it is down.
 */
export function secondsToHold(answer: WebhookAnswer, failures: number, retryAfterSeconds = 0): number {
  const aboutTheMessage = 'status' in answer && answer.status < 500 && answer.status !== 429;
  if (aboutTheMessage) return 0;
  const hold = Math.min(LONGEST_HOLD, 5 * 2 ** Math.min(10, Math.max(0, failures - 1)));
  return Math.max(hold, Math.min(LONGEST_PATIENCE, retryAfterSeconds));
}

/** Seconds or a date; undefined where the header says neither. `now` is real time. */
export function retryAfterOf(answer: WebhookAnswer, now: Date): number | undefined {
  const text = 'status' in answer ? answer.headers['retry-after'] : undefined;
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
