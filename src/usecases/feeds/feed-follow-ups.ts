import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { applyBankReturns } from '#usecases/feeds/apply-bank-returns.ts';
import { followSettlements } from '#usecases/feeds/follow-settlements.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * What has to be done after rows of a feed are in their table, beyond what one statement can do for all of them (a
 * settlement that opens a claim). Called once or more often for the same rows, in their order: it has to find out from
 * the tables what is left to do. A file goes on only when it is done.
 */
export type FeedFollowUp = (
  deps: UsecaseDependencies,
  file: FeedFile,
  rows: { readonly first: number; readonly last: number },
  /** Keeps the turn's lease for work that takes long; false when somebody else has the file now. */
  renew: () => Promise<boolean>,
) => Promise<void>;

/** By feed; most have none. */
export const FEED_FOLLOW_UPS: ReadonlyMap<string, FeedFollowUp> = new Map([
  ['settlements', followSettlements],
  ['bank-returns', applyBankReturns],
]);
