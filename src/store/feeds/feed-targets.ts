import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { createBankReturnTarget } from '#store/feeds/bank-return-target.ts';
import type { FeedTarget } from '#store/feeds/feed-target.ts';
import { createHouseholdTarget } from '#store/feeds/household-target.ts';
import { createInsuranceTarget } from '#store/feeds/insurance-target.ts';
import { createSettlementTarget } from '#store/feeds/settlement-target.ts';

/** The table of every feed of domain/feeds/feed-definitions.ts. */
export function createFeedTargets(crypto: CryptoProvider): ReadonlyMap<string, FeedTarget> {
  const targets = [
    createHouseholdTarget(crypto),
    createInsuranceTarget(crypto),
    createSettlementTarget(crypto),
    createBankReturnTarget(crypto),
  ];
  return new Map(targets.map((target) => [target.feed, target]));
}
