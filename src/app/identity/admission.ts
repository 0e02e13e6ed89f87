import type { IncomingMessage } from 'node:http';
import type { Viewer } from '#domain/access/viewer.ts';

/** What somebody shows at the door. */
export interface Arrival {
  readonly authorization?: string | undefined;
  readonly headers?: IncomingMessage['headers'];
  /** Address of whoever opened the connection; never taken from a header. */
  readonly peer?: string | undefined;
}

/** Who is let in, or why not. Why is for counters and the log; the caller is told what `answer-refusal.ts` says. */
export type Admission =
  | { readonly viewer: Viewer; readonly refusal?: undefined }
  | { readonly viewer?: undefined; readonly refusal: Refusal };

export type Authenticate = (arrival: Arrival) => Promise<Admission>;

export interface Refusal {
  readonly credential: Credential;
  readonly reason: RefusalReason;
}

export type Credential = 'NONE' | 'TOKEN' | 'KEY' | 'CERTIFICATE';

/** A bounded list: it is a label of `onedoor_refusals_total`. */
export type RefusalReason =
  | 'MISSING'
  | 'OVERSIZED'
  | 'MALFORMED'
  | 'MISTYPED'
  | 'UNKNOWN'
  | 'UNKNOWN_ISSUER'
  | 'UNKNOWN_KEY'
  | 'WRONG_KIND'
  | 'WRONG_MODE'
  | 'WRONG_AUDIENCE'
  | 'BAD_SIGNATURE'
  | 'BAD_CLAIMS'
  | 'NOT_YET'
  | 'EXPIRED'
  | 'REVOKED'
  | 'SPOOFED'
  | 'PROVIDER_UNAVAILABLE'
  | 'STORE_UNAVAILABLE';

/** Thrown by what checks a credential; `authenticate.ts` turns it into a refusal. Its message holds nothing that was shown. */
export class NotAdmittedError extends Error {
  override readonly name = 'NotAdmittedError';
  readonly credential: Credential;
  readonly reason: RefusalReason;

  constructor(credential: Credential, reason: RefusalReason, options?: ErrorOptions) {
    super(`not admitted: ${credential} ${reason}`, options);
    this.credential = credential;
    this.reason = reason;
  }
}

/** Of a request over HTTP or the one that opened a WebSocket, whose token may come later and elsewhere. */
export function arrivalOf(request: IncomingMessage, authorization = request.headers.authorization): Arrival {
  return { authorization, headers: request.headers, peer: request.socket.remoteAddress };
}
