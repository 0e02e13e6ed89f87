import type { Reason } from '#domain/errors.ts';

/** What one rule found out: values for conditions, and the trace in words with figures and source. */
export interface Finding {
  /** Empty when the form lacks what the rule needs, so that no condition can rest on it. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly reasons: readonly Reason[];
}
