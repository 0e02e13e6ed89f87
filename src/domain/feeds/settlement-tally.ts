import type { FeedCells, FeedTally } from '#domain/feeds/feed-definition.ts';
import { signedFen } from '#domain/foreign-values.ts';
import { foldFullWidth } from '#domain/parse-result.ts';

/**
 * Adds up a file of settlements while it is checked: the trailer (`合计,<rows>,<sum of psn_part_amt>`) has to fit before
 * anything is taken. Reversals are negative and count as such. Where an amount cannot be read its row goes to quarantine
 * and the sum says nothing about the others; the count still does.
 */
export function createSettlementTally(): FeedTally {
  let sum = 0n;
  let readable = 0;
  return {
    add(cells: FeedCells) {
      const fen = signedFen(cells.text('psn_part_amt'));
      if (fen === undefined) return;
      sum += fen;
      readable += 1;
    },
    fault(trailer, rows) {
      const [mark, count = '', total = '', ...more] = trailer.map((cell) => foldFullWidth(cell).trim());
      if (mark !== '合计' || more.some((cell) => cell !== '')) return 'no trailer';
      if (!/^\d{1,9}$/.test(count) || Number(count) !== rows) return 'count';
      const said = signedFen(total);
      return said === undefined || (readable === rows && said !== sum) ? 'sum' : undefined;
    },
  };
}
