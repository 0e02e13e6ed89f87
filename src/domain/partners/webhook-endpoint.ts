import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { PartnerEventType } from '#domain/partners/partner-event.ts';

/** 启用 · 暂停 · 停用. Both of the latter keep what is to be told, for as long as the log reaches back. */
export const WEBHOOK_STATES = ['ACTIVE', 'PAUSED', 'DISABLED'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** 由人暂停 · 一直失败 · 对方答复 410 */
export type WebhookStateReason = 'BY_HAND' | 'ONLY_FAILURES' | 'GONE';

/** Where an agency wants to be told (回调地址). */
export interface WebhookEndpoint {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly url: string;
  /** Empty: all. */
  readonly eventTypes: readonly PartnerEventType[];
  readonly state: WebhookState;
  readonly stateReason?: WebhookStateReason | undefined;
  /** Of the first failure since the last success. */
  readonly failingSince?: Date | undefined;
  readonly createdAt: Date;
  /** Live ones, newest first; the secret itself is shown once and never again. */
  readonly secrets: readonly { readonly id: string; readonly createdAt: Date; readonly expiresAt?: Date | undefined }[];
}

/** One agency has a test system, a live one and some to spare. */
export const MOST_ENDPOINTS = 5;

export const LONGEST_OVERLAP_HOURS = 168;

export function wants({ eventTypes }: Pick<WebhookEndpoint, 'eventTypes'>, type: PartnerEventType): boolean {
  return eventTypes.length === 0 || eventTypes.includes(type);
}
