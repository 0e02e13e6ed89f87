import type { DisclosureDecision, FieldClass } from '#domain/access/disclosure.ts';
import type { ViewerRole } from '#domain/access/viewer.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';

/** 留痕: one look at one person or case, or one that was refused. Ids and codes alone. */
export interface LedgerEntry {
  /** UUID v7 made of `at`, so that entries of all streams sort by time. */
  readonly id: string;
  readonly at: Date;
  readonly viewer: LedgerViewer;
  readonly decision: DisclosureDecision;
  readonly personId?: string | undefined;
  readonly caseId?: string | undefined;
  readonly fieldClasses: readonly FieldClass[];
  readonly purpose: string;
  readonly sourceAgency?: AgencyCode | undefined;
  /** That of the answer and of the log. */
  readonly requestId: string;
  /** As the document names it; absent for one without a name. */
  readonly operation?: string | undefined;
}

/** Who looked, as the verified token said. No name: whose subject it is, the issuer of the token knows. */
export interface LedgerViewer {
  readonly subject: string;
  readonly role: ViewerRole;
  readonly agencyCode?: AgencyCode | undefined;
  readonly divisionCode: string;
}

/** What one process writes in one month of Beijing. */
export interface LedgerStream {
  readonly id: string;
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  readonly openedAt: Date;
  readonly keyId: string;
  readonly format: number;
  /** Before the first entry. */
  readonly genesis: Uint8Array;
}

/** Where an entry stands, or where a stream ends: from 1, without a gap; 0 and the genesis for a stream without one. */
export interface LedgerPlace {
  readonly streamId: string;
  readonly sequence: number;
  readonly hash: Uint8Array;
}

export interface PlacedEntry extends LedgerEntry, LedgerPlace {
  readonly format: number;
}

/** The head of a stream at one moment, signed. */
export interface LedgerAnchor extends LedgerPlace {
  readonly at: Date;
  readonly algorithm: AnchorAlgorithm;
  readonly signature: Uint8Array;
}

export type AnchorAlgorithm = 'HMAC-SHA-256' | 'Ed25519';
