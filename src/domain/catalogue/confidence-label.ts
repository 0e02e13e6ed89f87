import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';

/** What people read beside a rule, so that nobody takes an unconfirmed figure for the law. */
export const CONFIDENCE_LABELS: Readonly<Record<Confidence, Bilingual>> = {
  CONFIRMED: { zh: '已核对原文', en: 'Read in full text' },
  SECONDARY: {
    zh: '地方或间接来源，以当地现行规定为准',
    en: 'Local or secondary source; the local rules in force prevail',
  },
  UNCONFIRMED: {
    zh: '未核实，仅供参考，以承办单位的答复为准',
    en: 'Not confirmed, for orientation only; what the agency says prevails',
  },
};
