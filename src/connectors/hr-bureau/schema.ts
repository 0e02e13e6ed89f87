import { z } from 'zod';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';

/** Text of an element; an empty element is `''`, an absent one undefined. */
const text = z.string().max(2_000);
const optionalText = text.optional();

/** Every answer; 报文体 is read according to what was asked, and only when ERR says OK. */
export const HrAnswer = z.object({
  应答: z.object({ ERR: text.min(1), 报文体: z.unknown().optional() }),
});

/** GB/T 40217—2021, one person's enrolment in one kind of insurance. */
export const HrEnrolmentRow = z.object({
  AAC002: text.min(1),
  AAE140: text,
  AAC031: text,
  AAC008: optionalText,
  AAB004: optionalText,
  AAE180: optionalText,
  AAE201: optionalText,
  AAE030: optionalText,
  AAE031: optionalText,
});
export type HrEnrolmentRow = z.infer<typeof HrEnrolmentRow>;

/** None, one or several: the XML reader gives `''`, an object or an array. */
export const HrEnrolments = z.object({
  数量: text,
  参保列表: z.union([z.literal(''), z.object({ 参保: z.union([HrEnrolmentRow, z.array(HrEnrolmentRow)]) })]),
});

/** Answer to an intake, a recall or a supplement. */
export const HrReceipt = z.object({ 转办单号: text, 外部流水号: text, 收件编号: text, 办理状态: text });
export type HrReceipt = z.infer<typeof HrReceipt>;

export const HrInquiry = z.object({ 外部流水号: text, 是否收件: z.enum(['是', '否']), 收件编号: text, 办理状态: text });
export type HrInquiry = z.infer<typeof HrInquiry>;

/** A page of results. A single result is looked at one by one later, so that a bad one does not hold up the others. */
export const HrResultPage = z.object({
  数量: text,
  下一游标: text.regex(/^\d{1,15}$/),
  是否还有: z.enum(['是', '否']),
});

/** What a page must know of a result to file it. */
export const HrResultHead = z.object({
  结果: z.object({ 序号: text.regex(/^\d{1,15}$/), 结果编号: text.regex(/^[\w-]{1,100}$/) }),
});

const HrLedgerRow = z.object({
  转办单号: optionalText,
  外部流水号: ledgerKey,
  收件编号: optionalText,
  案号: optionalText,
  办理状态: text,
  登记时间: optionalText,
});
export type HrLedgerRow = z.infer<typeof HrLedgerRow>;

/** 对账明细: 总数 of the day, 数量 of the page. */
export const HrLedgerPage = z.object({
  总数: text,
  数量: text,
  下一游标: text.regex(/^\d{1,15}$/),
  是否还有: z.enum(['是', '否']),
  明细列表: z.union([z.literal(''), z.object({ 明细: z.union([HrLedgerRow, z.array(HrLedgerRow)]) })]),
});
export type HrLedgerPage = z.infer<typeof HrLedgerPage>;

export const HrResult = z.object({
  结果: z.object({
    序号: text.regex(/^\d{1,15}$/),
    转办单号: text.min(1).max(100),
    收件编号: optionalText,
    办理状态: text,
    裁决类型: optionalText,
    处理结果: optionalText,
    案号: optionalText,
    原因: optionalText,
    办理时间: optionalText,
  }),
});
export type HrResult = z.infer<typeof HrResult>['结果'];
