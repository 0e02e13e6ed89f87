import type { AgencyCode } from '#domain/agencies/agency-code.ts';

/** A message that was put aside whole: it could not be read, or spoke of what is not its sender's. */
export interface QuarantinedMessage {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly messageId: string;
  readonly via: 'WEBHOOK' | 'POLL';
  /** Fields and kinds, never their contents. */
  readonly reason: string;
  readonly receivedAt: Date;
  readonly attempts: number;
}
