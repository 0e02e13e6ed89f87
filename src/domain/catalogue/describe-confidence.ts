import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';

const LABELS: Readonly<Record<Confidence, Bilingual>> = {
  CONFIRMED: { zh: '已核对原文', en: 'read in full text' },
  SECONDARY: { zh: '间接来源，以当地公布为准', en: 'from a secondary source; what the place publishes prevails' },
  UNCONFIRMED: { zh: '未核实，仅供参考', en: 'not confirmed, for orientation only' },
};

/** How sure a source is, as it is told to the user beside every figure. */
export function describeConfidence(confidence: Confidence): Bilingual {
  return LABELS[confidence];
}
