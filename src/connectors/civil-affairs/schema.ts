import { z } from 'zod';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';

/** "None" is written null, "" or not at all. */
const optionalText = z.string().max(2_000).nullish();

/** Every answer comes with HTTP 200; `code` is text, "0" for success and "-1" for anything else. */
export const CivilAnswer = z.object({
  code: z.enum(['0', '-1']),
  msg: optionalText,
  data: z.unknown(),
});
export type CivilAnswer = z.infer<typeof CivilAnswer>;

/** 救助状态: one decision on one person's household. */
export const CivilAssistanceRow = z.object({
  idCard: z.string().min(1).max(64),
  typeCode: z.string().max(10),
  statusCode: z.string().max(10),
  statusName: z.string().max(50),
  applicationNo: z.string().max(100),
  decideDate: optionalText,
  validTo: optionalText,
  monthlyAmount: optionalText,
});
export type CivilAssistanceRow = z.infer<typeof CivilAssistanceRow>;

export const CivilAssistance = z.object({ count: z.number().int().min(0), rows: z.array(CivilAssistanceRow) });

/** Answer to a check, a cancellation or a supplement. */
export const CivilReceipt = z.object({
  checkNo: optionalText,
  referralNo: z.string().max(100),
  outerNo: z.string().max(100),
  state: optionalText,
});
export type CivilReceipt = z.infer<typeof CivilReceipt>;

/** 核对台账: `total` of the whole day. */
export const CivilLedgerPage = z.object({
  total: z.number().int().min(0),
  pages: z.number().int().min(0),
  pageNo: z.number().int().min(1),
  rows: z.array(
    z.object({
      outerNo: ledgerKey,
      referralNo: optionalText,
      checkNo: optionalText,
      state: z.string().max(50),
      createTime: optionalText,
    }),
  ),
});
export type CivilLedgerPage = z.infer<typeof CivilLedgerPage>;

/** 核对结果 */
export const CivilCheckResult = z.object({
  checkNo: optionalText,
  referralNo: z.string().min(1).max(100),
  seq: z.number().int().min(1),
  state: z.string().max(50),
  conclusion: optionalText,
  reason: optionalText,
  /** 救助类别, of a decision on an application. */
  category: optionalText,
  finishTime: optionalText,
});
export type CivilCheckResult = z.infer<typeof CivilCheckResult>;

/** 困难家庭数据推送. Rows are looked at one by one, so that a bad one does not cost the others. */
export const CivilHouseholdBatch = z.object({
  batchNo: z.string().min(1).max(100),
  declaredCount: z.number().int().min(0),
  rows: z.array(z.unknown()).max(5_000),
});
export type CivilHouseholdBatch = z.infer<typeof CivilHouseholdBatch>;

export const CivilHouseholdRow = z.object({
  applicationNo: z.string().min(1).max(100),
  typeCode: z.string().max(10),
  statusCode: z.string().max(10),
  divisionCode: z.string().regex(/^\d{6}(\d{3}|\d{6})?$/),
  /** A number, or text where a clerk typed it. */
  householdSize: z.union([z.number().int().min(1).max(50), z.string().max(10)]),
  decideDate: optionalText,
  validTo: optionalText,
  consentNo: optionalText,
  worker: z.object({
    name: z.string().min(1).max(200),
    idCard: z.string().max(64).nullish(),
    phone: optionalText,
    birthday: optionalText,
    employer: optionalText,
  }),
});
export type CivilHouseholdRow = z.infer<typeof CivilHouseholdRow>;

export const CivilPush = z.discriminatedUnion('event', [
  z.object({ event: z.literal('CHECK_RESULT'), data: CivilCheckResult }),
  z.object({ event: z.literal('HOUSEHOLD_BATCH'), data: CivilHouseholdBatch }),
]);
