import type { LedgerEntry } from '#domain/access/ledger-entry.ts';

/** 访问留痕: where looks at people and cases are recorded before they are answered. */
export interface AccessLedger {
  /**
   * Resolves when the entries are committed, in that order and without others between them. Throws LedgerUnavailableError
   * otherwise: whoever asked shows nothing then. What was refused may have been recorded all the same, when the
   * connection broke between commit and answer: an entry more, never one less.
   */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}

/** What would be shown cannot be recorded, so it is not shown; the same request may succeed a moment later. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';

  constructor(why: string, options?: { cause?: unknown }) {
    super(`the access ledger takes no entries: ${why}`, options);
  }
}
