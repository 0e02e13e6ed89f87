import { z } from 'zod';
import { ledgerKey } from '#connectors/kit/ledger-key.ts';

/** "None" is written null, "" or not at all, and all three may stand in one answer. */
const optionalText = z.string().max(2_000).nullish();

/** 案件: one row per person and case. */
export const CourtDocketRow = z.object({
  sfzh: z.string().min(1).max(64),
  ah: z.string().max(100),
  laaymc: z.string().max(200),
  ajzt: z.string().max(50),
  fydm: z.string().max(20),
  fymc: z.string().max(200),
  larq: optionalText,
});
export type CourtDocketRow = z.infer<typeof CourtDocketRow>;

/** The page number is not read: with no row at all the court misspells its key. */
export const CourtDocketPage = z.object({
  data: z.object({
    total: z.number().int().min(0),
    totalPages: z.number().int().min(0),
    list: z.array(CourtDocketRow),
  }),
});
export type CourtDocketPage = z.infer<typeof CourtDocketPage>;

/** 对账清单: one row per record, `total` of the whole day. */
export const CourtLedgerPage = z.object({
  data: z.object({
    total: z.number().int().min(0),
    totalPages: z.number().int().min(0),
    pageNum: z.number().int().min(1),
    list: z.array(
      z.object({
        wybs: ledgerKey,
        zbdh: optionalText,
        jsbh: optionalText,
        sqlx: optionalText,
        ajzt: z.string().max(50),
        ah: optionalText,
        sjsj: optionalText,
      }),
    ),
  }),
});
export type CourtLedgerPage = z.infer<typeof CourtLedgerPage>;

/** Answer to an effect: `code` repeats the HTTP status on success and has four digits otherwise. */
export const CourtEffectAnswer = z.object({
  code: z.number().int(),
  msg: optionalText,
  data: z.object({ zbdh: optionalText, jsbh: optionalText, ajzt: optionalText }).nullish(),
});
export type CourtEffectAnswer = z.infer<typeof CourtEffectAnswer>;

/** What the court pushes about a matter: filing, mediation under its roof, judicial confirmation. */
export const CourtProgress = z.object({
  xxlx: z.enum(['立案进度', '调解进度', '司法确认进度']),
  zbdh: z.string().min(1).max(100),
  jsbh: optionalText,
  xh: z.number().int().min(1),
  ajzt: z.string().max(50),
  ah: optionalText,
  yy: optionalText,
  bz: optionalText,
  sjsj: optionalText,
});
export type CourtProgress = z.infer<typeof CourtProgress>;

/** 委派函: before docketing the court gives a dispute to the union. */
export const CourtDelegationLetter = z.object({
  xxlx: z.literal('委派函'),
  ah: z.string().min(1).max(100),
  xzqh: z.string().regex(/^\d{6}(\d{3}|\d{6})?$/),
  ay: optionalText,
  ssqq: z.string().min(1).max(2_000),
  sqr: z.object({ xm: z.string().min(1).max(200), sfzh: z.string().min(1).max(64), lxdh: optionalText }),
  bsqr: z.object({ mc: z.string().min(1).max(200) }),
});
export type CourtDelegationLetter = z.infer<typeof CourtDelegationLetter>;

export const CourtPush = z.discriminatedUnion('xxlx', [CourtProgress, CourtDelegationLetter]);
