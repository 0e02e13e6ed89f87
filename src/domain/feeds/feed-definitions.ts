import { bankReturnFeed } from '#domain/feeds/bank-return-feed.ts';
import type { FeedDefinition } from '#domain/feeds/feed-definition.ts';
import { householdFeed } from '#domain/feeds/household-feed.ts';
import { insuranceFeed } from '#domain/feeds/insurance-feed.ts';
import { settlementFeed } from '#domain/feeds/settlement-feed.ts';

/** Every feed there is; each has its table in store/feeds/feed-targets.ts. */
export const FEED_DEFINITIONS: readonly FeedDefinition[] = [
  householdFeed,
  insuranceFeed,
  settlementFeed,
  bankReturnFeed,
];

export function findFeedDefinition(feed: string): FeedDefinition | undefined {
  return FEED_DEFINITIONS.find((definition) => definition.feed === feed);
}
