import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';

/**
 * The outcome table of one delivery attempt: whose move it is next.
 *
 * DELIVERED it lies where the agency will look (a window's worklist); a person's receipt comes as an answer of its own.
 * ACCEPTED  the agency took the matter on at once.
 * RECEIVED  the agency has it and will answer later (签收); never read as acceptance.
 * REFUSED   the agency said no, with a code.
 * RETRY     their fault and surely not recorded (refused connection, 429, 503 before processing): send again later.
 * UNKNOWN   it may or may not be recorded (time-out, reset, 5xx after sending): ask before sending again.
 * STOPPED   our fault (rejected request, bad credentials): sending again would fail again, so a person looks.
 */
export type SendOutcome =
  | {
      readonly kind: 'DELIVERED' | 'RECEIVED' | 'ACCEPTED';
      readonly agencyReference?: string | undefined;
      readonly businessStatus?: string | undefined;
    }
  | { readonly kind: 'REFUSED'; readonly reasonCode: string; readonly reason?: string | undefined }
  | { readonly kind: 'RETRY'; readonly fault: AgencyFaultClass; readonly retryAfterSeconds?: number | undefined }
  | { readonly kind: 'UNKNOWN'; readonly fault: AgencyFaultClass }
  | { readonly kind: 'STOPPED'; readonly fault: AgencyFaultClass; readonly reason: string };

/** The agency's word on an effect sent earlier. `UNKNOWN` when the inquiry itself failed: ask again later. */
export type InquiryOutcome =
  | {
      readonly kind: 'RECORDED';
      readonly agencyReference?: string | undefined;
      readonly businessStatus?: string | undefined;
    }
  | { readonly kind: 'NOT_RECORDED' }
  | { readonly kind: 'UNKNOWN'; readonly fault: AgencyFaultClass };
