import { z } from 'zod';

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

/** Answer to an effect: `code` repeats the HTTP status on success and has four digits otherwise. */
export const CourtEffectAnswer = z.object({
  code: z.number().int(),
  msg: optionalText,
  data: z.object({ zbdh: optionalText, jsbh: optionalText, ajzt: optionalText }).nullish(),
});
export type CourtEffectAnswer = z.infer<typeof CourtEffectAnswer>;

/** 立案进度: what the court pushes. */
export const CourtProgress = z.object({
  xxlx: z.literal('立案进度'),
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
