import { describeConfidence } from '#domain/catalogue/describe-confidence.ts';
import { describeAccidentalRule } from '#domain/catalogue/policy-table.ts';
import type { HardshipPolicyResolvers } from '#generated/graphql.ts';

export const HardshipPolicy: HardshipPolicyResolvers = {
  accidentalRule: ({ accidentalRule }) => (accidentalRule ? describeAccidentalRule(accidentalRule) : null),
  confidenceLabel: ({ confidence }) => describeConfidence(confidence),
};
