/** The line to addresses that partners registered; implemented by platform, wired in app. */
export interface WebhookPort {
  /** Undefined when it may be called, as far as can be told without looking its name up. */
  refusalOf(url: string): WebhookUrlRefusal | undefined;
  newSecret(): string;
  /** The value of the header `webhook-signature`: one signature per secret, over the bytes as they are sent. */
  signatures(secrets: readonly string[], id: string, timestamp: string, body: Uint8Array): string;
  /** One call with a limit on everything. Never throws. */
  post(request: WebhookRequest): Promise<WebhookAnswer>;
  /** The id under which the graph knows it. */
  publicId(type: 'Case' | 'Referral' | 'PartnerEvent', id: string): string;
  /** Longest time that `post` may take. */
  readonly timeoutMs: number;
  /** After so many days of failures alone an endpoint is disabled. */
  readonly disableAfterDays: number;
}

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type WebhookUrlRefusal = 'NOT_A_URL' | 'SCHEME' | 'CREDENTIALS' | 'PORT' | 'ADDRESS';

export type WebhookAnswer =
  | { readonly fault: 'BLOCKED' | 'DNS' | 'CONNECT' | 'TLS' | 'TIMEOUT' | 'BROKEN' }
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The first 4 KiB. */
      readonly body: Uint8Array;
    };
