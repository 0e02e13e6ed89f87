import type { ClockRule, ClockStart, PauseCause } from '#domain/catalogue/clock-rule.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import {
  computeDeadline,
  type DeadlineComputation,
  isSameComputation,
  type Pause,
} from '#domain/referrals/deadline.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';

/** 计时中 · 已暂停 · 按时办结 · 已到期 · 不再适用 */
export const DEADLINE_STATUSES = ['RUNNING', 'PAUSED', 'MET', 'EXPIRED', 'CANCELLED'] as const;
export type DeadlineStatus = (typeof DEADLINE_STATUSES)[number];

/** Why a clock stands still: it waits for a supplement, or for what its rule's source names. */
export type PauseReason = PauseCause | 'SUPPLEMENT';

/** One running clock (时限): the rule as it was when it started, and the day it arrives at. */
export interface Deadline {
  readonly id: string;
  readonly caseId: string;
  readonly referralId?: string | undefined;
  readonly rule: ClockRule;
  readonly status: DeadlineStatus;
  readonly computation: DeadlineComputation;
  readonly startedOn: LocalDate;
  readonly pausedOn?: LocalDate | undefined;
  /** Every reason that still holds; the clock goes on when the last of them is gone. */
  readonly pausedFor: readonly PauseReason[];
  readonly pauses: readonly Pause[];
  readonly extension?: GrantedExtension | undefined;
  readonly endedAt?: Date | undefined;
}

/** The one extension a clock was given (延长), in the unit of its rule. */
export interface GrantedExtension {
  readonly length: number;
  readonly grantedOn: LocalDate;
  readonly by: string;
  /** In the words of whoever granted it; stored sealed. */
  readonly ground: string;
}

export interface ClockContext {
  readonly now: Date;
  readonly calendar: WorkingCalendar;
  newId(): string;
}

export function startClock(
  rule: ClockRule,
  subject: { caseId: string; referralId?: string | undefined },
  context: ClockContext,
): Deadline {
  const startedOn = localDateOf(context.now);
  return {
    id: context.newId(),
    ...subject,
    rule,
    status: 'RUNNING',
    startedOn,
    pausedFor: [],
    pauses: [],
    computation: countByRule(rule, { startedOn }, context.calendar),
  };
}

/**
 * The count stops on the day of the pause; that day and those after it are not counted. A second reason while it stands
 * still is kept beside the first.
 */
export function pauseClock(clock: Deadline, context: ClockContext, reason: PauseReason = 'SUPPLEMENT'): Deadline {
  if (!isClockOpen(clock) || clock.pausedFor.includes(reason)) return clock;
  const paused: Deadline = {
    ...clock,
    status: 'PAUSED',
    pausedOn: clock.pausedOn ?? localDateOf(context.now),
    pausedFor: [...clock.pausedFor, reason],
  };
  return recount(paused, context.calendar);
}

export function resumeClock(clock: Deadline, context: ClockContext, reason: PauseReason = 'SUPPLEMENT'): Deadline {
  if (clock.status !== 'PAUSED' || !clock.pausedOn || !clock.pausedFor.includes(reason)) return clock;
  const pausedFor = clock.pausedFor.filter((other) => other !== reason);
  if (pausedFor.length > 0) return { ...clock, pausedFor };
  const pauses = [...clock.pauses, { from: clock.pausedOn, to: localDateOf(context.now) }];
  return recount({ ...clock, status: 'RUNNING', pausedOn: undefined, pausedFor, pauses }, context.calendar);
}

/** The same count on the calendar of the context. The clock itself where nothing comes out differently; a closed one always. */
export function recomputeClock(clock: Deadline, context: ClockContext): Deadline {
  if (!isClockOpen(clock)) return clock;
  const counted = recount(clock, context.calendar);
  return isSameComputation(clock.computation, counted.computation) ? clock : counted;
}

export function endClock(clock: Deadline, status: 'MET' | 'EXPIRED' | 'CANCELLED', now: Date): Deadline {
  return isClockOpen(clock) ? { ...clock, status, pausedOn: undefined, pausedFor: [], endedAt: now } : clock;
}

export function isClockOpen(clock: Deadline): boolean {
  return clock.status === 'RUNNING' || clock.status === 'PAUSED';
}

/** Its time is over, whether or not what follows has been performed yet. */
export function hasRunOut({ status, computation }: Deadline, now: Date): boolean {
  return status === 'RUNNING' && computation.dueAt <= now;
}

export function rulesStartingAt(rules: readonly ClockRule[], start: ClockStart): readonly ClockRule[] {
  return rules.filter((rule) => rule.start === start);
}

/** The clock with its date as its pauses and its extension now have it; while it stands still, the earliest possible one. */
export function recount(clock: Deadline, calendar: WorkingCalendar): Deadline {
  const { rule, startedOn, extension, pausedOn } = clock;
  const pauses = pausedOn ? [...clock.pauses, { from: pausedOn }] : [...clock.pauses];
  return { ...clock, computation: countByRule(rule, { startedOn, pauses, extension: extension?.length }, calendar) };
}

export function countByRule(
  rule: ClockRule,
  count: {
    readonly startedOn: LocalDate;
    readonly pauses?: readonly Pause[] | undefined;
    readonly extension?: number | undefined;
  },
  calendar: WorkingCalendar,
): DeadlineComputation {
  const { length, unit, rollOver, direction } = rule;
  return computeDeadline({ ...count, length, unit, rollOver, direction, calendar });
}
