import { CONFIDENCE_LABELS } from '#domain/catalogue/confidence-label.ts';
import type { ClockRuleResolvers } from '#generated/graphql.ts';

// Rules frozen on earlier cases may lack what was added to rules since.
export const ClockRule: ClockRuleResolvers = {
  confidenceLabel: ({ confidence }) => CONFIDENCE_LABELS[confidence],
  direction: ({ direction }) => direction ?? 'AFTER',
  pausesFor: ({ pausesFor }) => pausesFor ?? [],
  consequence: ({ consequence }) => consequence.text,
  consequenceKind: ({ consequence }) => consequence.kind,
};
