import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 已发放 · 银行退回: what a payment step ends with. */
export type BankReturnResult = 'PAID' | 'BANK_RETURNED';

/** What a bank said about one payment, once for ever. */
export interface BankReturn {
  /** Of the DISPATCH whose key was the serial (业务流水号). */
  readonly effectId: string;
  readonly referralId: string;
  readonly batchNo: string;
  readonly result: BankReturnResult;
  readonly reasonCode?: string | undefined;
  /** 入账日期, in the bank's books. */
  readonly paidOn?: LocalDate | undefined;
}

export interface BankReturnStore {
  /** Serials of the agency's file up to a row, and of its earlier files, whose referrals were not told yet; in their order. */
  unapplied(agencyCode: string, feedFileId: string, lastRow: number): Promise<readonly string[]>;
  /** Locks one that was not applied yet; undefined when somebody was quicker. */
  take(agencyCode: string, effectId: string): Promise<BankReturn | undefined>;
  markApplied(agencyCode: string, effectId: string, at: Date): Promise<void>;
}

/** 失败原因码 ✘: no national list is known; these are what the simulated bank writes. */
const REASONS: ReadonlyMap<string, Bilingual> = new Map([
  ['R01', { zh: '账户不存在', en: 'no such account' }],
  ['R02', { zh: '户名不符', en: 'the name is not that of the account' }],
  ['R03', { zh: '已销户', en: 'the account is closed' }],
  ['R04', { zh: '账户状态异常', en: 'the account is blocked' }],
]);

/** Our words for the bank's code; its own text may say who somebody is, and is not kept. */
export function wordsOfBankReason(code: string | undefined): Bilingual {
  return REASONS.get(code ?? '') ?? { zh: `银行原因码${code ?? ''}`, en: `the bank's code ${code ?? ''}` };
}
