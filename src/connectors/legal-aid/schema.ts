import { z } from 'zod';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';

const optionalText = z.string().max(2_000).nullish();

/** 援助申请的答复: taken in, or declined. A third kind of answer would be one nobody told us about. */
export const ApplicationResult = z.discriminatedUnion('__typename', [
  z.object({
    __typename: z.literal('ApplicationReceipt'),
    idempotencyKey: z.string(),
    referralNo: z.string(),
    applicationNo: z.string().min(1).max(100),
    // Enums grow; a receipt with a word we do not know is still a receipt.
    status: optionalText,
    statusName: optionalText,
  }),
  z.object({
    __typename: z.literal('ApplicationDeclined'),
    code: z.string().max(100),
    message: optionalText,
  }),
]);
export type ApplicationResult = z.infer<typeof ApplicationResult>;

/** 援助申请台账, of one day. */
export const AidLedgerPage = z.object({
  total: z.number().int().min(0),
  entries: z.array(
    z.object({
      idempotencyKey: ledgerKey,
      referralNo: optionalText,
      applicationNo: optionalText,
      status: z.string().max(50),
      recordedAt: z.iso.datetime({ offset: true }).nullish(),
    }),
  ),
  next: z.string().min(1).max(200).nullish(),
});
export type AidLedgerPage = z.infer<typeof AidLedgerPage>;

/** 办理进度: what the centre pushes. */
export const AidProgress = z.object({
  type: z.literal('application.progress'),
  referralNo: z.string().min(1).max(100),
  applicationNo: optionalText,
  seq: z.number().int().min(1),
  status: z.string().max(50),
  reason: optionalText,
  assignee: optionalText,
  remark: optionalText,
  occurredAt: z.iso.datetime({ offset: true }).nullish(),
});
export type AidProgress = z.infer<typeof AidProgress>;
