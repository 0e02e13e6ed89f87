import { z } from 'zod';

/** "None" is written null, "" or not at all. */
const optionalText = z.string().max(2_000).nullish();

/** Every answer comes with HTTP 200; `infcode` is text, "0" for success and "-1" for anything else. */
export const MedicalAnswer = z.object({
  infcode: z.enum(['0', '-1']),
  err_msg: optionalText,
  output: z.unknown(),
});
export type MedicalAnswer = z.infer<typeof MedicalAnswer>;

/** Answer to a referral, a recall or a supplement. */
export const MedicalReceipt = z.object({
  msgid: z.string().max(64),
  referral_no: z.string().max(100),
  accept_no: optionalText,
  stas: optionalText,
});
export type MedicalReceipt = z.infer<typeof MedicalReceipt>;

/** 对总账 of one day; the count is text. */
export const MedicalTotals = z.object({
  stmt_date: z.string().max(20),
  recd_cnt: z.string().regex(/^\d{1,9}$/),
  recd_digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type MedicalTotals = z.infer<typeof MedicalTotals>;

/** 医疗救助办理结果. The number of the answer is text, like every number here. */
export const MedicalResult = z.object({
  referral_no: z.string().min(1).max(100),
  accept_no: optionalText,
  seq: z.string().min(1).max(10),
  stas: z.string().max(50),
  rslt: optionalText,
  rea: optionalText,
  opt_time: optionalText,
});
export type MedicalResult = z.infer<typeof MedicalResult>;

/** 结算信息, the fields we use. For 2208 `setl_id` is that of the settlement it cancels, and the amounts are negative. */
export const MedicalSettlementInfo = z.object({
  setl_id: z.string().trim().min(1).max(64),
  mdtrt_id: z.string().trim().min(1).max(64),
  certno: z.string().min(1).max(64),
  psn_name: optionalText,
  insutype: optionalText,
  med_type: optionalText,
  setl_time: z.string().min(1).max(30),
  medfee_sumamt: z.string().min(1).max(20),
  fund_pay_sumamt: z.string().min(1).max(20),
  psn_part_amt: z.string().min(1).max(20),
});
export type MedicalSettlementInfo = z.infer<typeof MedicalSettlementInfo>;

const settlement = z.object({ setlinfo: MedicalSettlementInfo });

export const MedicalPush = z.discriminatedUnion('infno', [
  z.object({ infno: z.literal('YZ91'), input: MedicalResult }),
  z.object({ infno: z.literal('2207'), input: settlement }),
  z.object({ infno: z.literal('2208'), input: settlement }),
]);
