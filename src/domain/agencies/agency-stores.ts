import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Agency } from '#domain/agencies/agency.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';

export interface InboxStore {
  /** SAME when the message is there already with the same bytes, CONFLICT when with other bytes. */
  store(message: NewInboundMessage): Promise<'STORED' | 'SAME' | 'CONFLICT'>;
  /** Locks a stored message that is not applied yet. */
  take(id: string): Promise<InboundMessage | undefined>;
  finish(id: string, end: InboundEnd): Promise<void>;
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; agencyCode: AgencyCode }[]>;
}

export interface NewInboundMessage {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly messageId: string;
  readonly via: 'WEBHOOK' | 'POLL';
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

export interface InboundMessage extends NewInboundMessage {
  readonly attempts: number;
}

/** APPLIED changed something · SUPERSEDED late or repeated, harmless · QUARANTINED unreadable or not theirs. */
export interface InboundEnd {
  readonly status: 'APPLIED' | 'SUPERSEDED' | 'QUARANTINED';
  readonly reason?: string | undefined;
  readonly referralId?: string | undefined;
  readonly at: Date;
}

export interface AgencyStore {
  list(): Promise<readonly Agency[]>;
  find(code: string): Promise<Agency | undefined>;
  offices(roles: readonly AgencyRole[], divisions: readonly string[]): Promise<readonly AgencyOffice[]>;
  pollCursor(code: AgencyCode): Promise<string | undefined>;
  movePollCursor(code: AgencyCode, cursor: string): Promise<void>;
}
