import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { DeadlineComputation } from '#domain/referrals/deadline.ts';
import type { Language } from '#resolvers/context.ts';

/** A count that belongs to no clock yet, as the graph shows it. */
export function computedDeadline(rule: ClockRule, computation: DeadlineComputation, language: Language) {
  const skippedDays = computation.skipped.map(({ date, because }) => ({ date, because: because[language] }));
  return { ...computation, rule, skippedDays };
}
