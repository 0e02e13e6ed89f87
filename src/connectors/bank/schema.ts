import { z } from 'zod';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';

/** Text of an element; an empty element is `''`, an absent one undefined. */
const text = z.string().max(2_000);
const optionalText = text.optional();

/** Every answer; 报文体 is read according to what was asked. 应答信息 is for people at the bank and not kept. */
export const BankAnswer = z.object({
  银企报文: z.object({ 应答码: text.regex(/^\s*\d{4}\s*$/), 应答信息: optionalText, 报文体: z.unknown().optional() }),
});

/** Answer to a payment order or its revocation. */
export const BankReceipt = z.object({
  业务流水号: text,
  委托编号: text,
  批次号: optionalText,
  受理编号: optionalText,
  状态: text,
});
export type BankReceipt = z.infer<typeof BankReceipt>;

const BankLedgerRow = z.object({
  业务流水号: ledgerKey,
  委托编号: optionalText,
  受理编号: optionalText,
  状态: text,
  受理时间: optionalText,
});
export type BankLedgerRow = z.infer<typeof BankLedgerRow>;

/** 对账明细: 总数 of the day, 数量 of the page. */
export const BankLedgerPage = z.object({
  总数: text,
  数量: text,
  下一游标: text.regex(/^\d{1,15}$/),
  是否还有: z.enum(['是', '否']),
  明细列表: z.union([z.literal(''), z.object({ 明细: z.union([BankLedgerRow, z.array(BankLedgerRow)]) })]),
});
export type BankLedgerPage = z.infer<typeof BankLedgerPage>;
