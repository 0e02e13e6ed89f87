import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** Why a mediation came to its end (人民法院在线调解规则 art. 25). */
export const TERMINATION_REASONS = [
  'AGREED',
  'SELF_SETTLED',
  'UNREACHABLE',
  'PARTY_UNWILLING',
  'LARGE_DIVERGENCE',
  'EXPIRED',
  'REFUSED_TO_SIGN',
  'OTHER',
] as const;
export type TerminationReason = (typeof TERMINATION_REASONS)[number];

export const TERMINATION_REASON_NAMES: Readonly<Record<TerminationReason, Bilingual>> = {
  AGREED: { zh: '达成调解协议', en: 'An agreement was reached' },
  SELF_SETTLED: { zh: '当事人自行和解', en: 'The parties settled by themselves' },
  UNREACHABLE: { zh: '无法联系当事人', en: 'A party cannot be reached' },
  PARTY_UNWILLING: { zh: '当事人不同意调解', en: 'A party does not want mediation' },
  LARGE_DIVERGENCE: { zh: '分歧较大', en: 'The positions are too far apart' },
  EXPIRED: { zh: '调解期限届满', en: 'The time for mediation is over' },
  REFUSED_TO_SIGN: { zh: '当事人拒绝签收', en: 'A party refuses to sign' },
  OTHER: { zh: '其他', en: 'Other' },
};

/** The dispute is settled: what the success rate counts. */
export const SETTLED_REASONS: readonly TerminationReason[] = ['AGREED', 'SELF_SETTLED'];
