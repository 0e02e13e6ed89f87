import type { Details } from '../kit/entries.ts';

export interface End {
  readonly status: '成功' | '失败';
  readonly details: Details;
}

/** By the last four digits of the card; any other is paid. */
const FAILURES: Readonly<Record<string, Details>> = {
  '0404': { 原因码: 'R01', 原因: '账户不存在' },
  '0405': { 原因码: 'R02', 原因: '户名不符' },
  '0406': { 原因码: 'R03', 原因: '已销户' },
  '0407': { 原因码: 'R04', 原因: '账户状态异常' },
};

export function endFor(card: string): End {
  const details = FAILURES[card.slice(-4)];
  return details ? { status: '失败', details } : { status: '成功', details: {} };
}

/** 单笔限额, in fen. */
export const LIMIT_FEN = 5_000_000n;
