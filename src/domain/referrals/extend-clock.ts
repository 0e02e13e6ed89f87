import type { ClockRule, ClockUnit } from '#domain/catalogue/clock-rule.ts';
import {
  type ClockContext,
  type Deadline,
  type GrantedExtension,
  hasRunOut,
  isClockOpen,
  recount,
} from '#domain/referrals/clock.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';

/** 时限已过 · 规则不允许延长 · 已延长过 · 超过上限 */
export type ExtensionRefusal = 'RUN_OUT' | 'NOT_EXTENDABLE' | 'EXTENDED_ALREADY' | 'BEYOND_LIMIT';

export type ExtendedClock =
  | { readonly ok: true; readonly clock: Deadline }
  | { readonly ok: false; readonly refusal: ExtensionRefusal };

/** Grants more time, once and within the limit of the rule the clock started with. A period that is over stays over. */
export function extendClock(
  clock: Deadline,
  grant: Omit<GrantedExtension, 'grantedOn'>,
  context: ClockContext,
): ExtendedClock {
  if (!isClockOpen(clock) || hasRunOut(clock, context.now)) return { ok: false, refusal: 'RUN_OUT' };
  if (clock.extension) return { ok: false, refusal: 'EXTENDED_ALREADY' };
  const refusal = extensionRefusal(clock.rule, grant.length);
  if (refusal) return { ok: false, refusal };
  const extension = { ...grant, grantedOn: localDateOf(context.now) };
  return { ok: true, clock: recount({ ...clock, extension }, context.calendar) };
}

/** Whether a rule allows that much more; undefined when it does. */
export function extensionRefusal(rule: ClockRule, length: number): ExtensionRefusal | undefined {
  if (!rule.extension) return 'NOT_EXTENDABLE';
  const limit = rule.extension.length ?? HIGHEST[rule.unit];
  return Number.isSafeInteger(length) && length >= 1 && length <= limit ? undefined : 'BEYOND_LIMIT';
}

// Where the source sets no limit, ten years: no limit in law, but a longer one is a slip of the finger, and every day of
// it would be counted.
const HIGHEST: Readonly<Record<ClockUnit, number>> = { DAY: 3650, WORKING_DAY: 2500, MONTH: 120, YEAR: 10 };
