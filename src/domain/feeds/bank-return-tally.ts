import type { FeedCells, FeedTally } from '#domain/feeds/feed-definition.ts';
import { parseYuan, sumYuan, type Yuan } from '#domain/registry/yuan.ts';

/**
 * Adds up a return file while it is checked, before anything of it is applied: a file of which the bank's own sums do
 * not hold is no list of payments. An amount that cannot be read fits no sum.
 */
export function createReturnTally(): FeedTally {
  let sum: Yuan | undefined = sumYuan([]);
  let paid = 0;
  let returned = 0;
  return {
    add(cells: FeedCells) {
      const amount = parseYuan(cells.text('金额').trim());
      sum = sum !== undefined && amount.ok ? sumYuan([sum, amount.value]) : undefined;
      const result = cells.text('处理结果').trim();
      if (result === '成功') paid += 1;
      if (result === '失败') returned += 1;
    },
    fault([title = '', ...cells], rows) {
      const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
      if (title.trim() !== '合计' || said.length !== 4) return 'no trailer';
      const [count = '', total = '', saidPaid = '', saidReturned = ''] = said;
      const saidSum = parseYuan(total);
      if (!saidSum.ok || sum === undefined || saidSum.value !== sum) return 'sum';
      const counts = [count, saidPaid, saidReturned].map(Number);
      return counts.join() === [rows, paid, returned].join() ? undefined : 'counts';
    },
  };
}
