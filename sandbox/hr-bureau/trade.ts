import { beijingYear } from '../kit/beijing-time.ts';
import type { Details } from '../kit/entries.ts';
import type { Trade } from '../kit/office.ts';
import type { Matter, Register } from '../kit/register.ts';
import { isOver } from './scenarios.ts';

const NUMBERED = ['开庭排期', '裁决', '调解结案'];

/** Arbitration numbers have no national form; this one is of a common kind. A matter keeps its number to the end. */
function describe(status: string, details: Details, matter: Matter, register: Register): Details {
  if (!NUMBERED.includes(status)) return details;
  const award = status === '裁决' ? { 裁决类型: '非终局' } : {};
  const earlier = matter.answers.find((answer) => answer.details['案号'])?.details['案号'];
  return { ...award, 案号: earlier ?? nextNumber(register), ...details };
}

function nextNumber(register: Register): string {
  const start = `桂江劳人仲案字〔${beijingYear(new Date())}〕`;
  const given = register.answers.map((answer) => answer.details['案号']).filter((number) => number?.startsWith(start));
  return `${start}${new Set(given).size + 1}号`;
}

export const hrBureauTrade: Trade = {
  received: '已登记',
  recalled: '已撤回',
  supplemented: '补正材料已收',
  isOver,
  describe,
};
