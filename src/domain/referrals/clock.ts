import type { ClockRule, ClockStart } from '#domain/catalogue/clock-rule.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { computeDeadline, type DeadlineComputation, type Pause } from '#domain/referrals/deadline.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';

/** 计时中 · 已暂停 · 按时办结 · 已到期 · 不再适用 */
export const DEADLINE_STATUSES = ['RUNNING', 'PAUSED', 'MET', 'EXPIRED', 'CANCELLED'] as const;
export type DeadlineStatus = (typeof DEADLINE_STATUSES)[number];

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
  readonly pauses: readonly Pause[];
  readonly endedAt?: Date | undefined;
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
    pauses: [],
    computation: compute(rule, startedOn, [], context.calendar),
  };
}

/** The count stops on the day of the pause; that day and those after it are not counted. */
export function pauseClock(clock: Deadline, context: ClockContext): Deadline {
  if (clock.status !== 'RUNNING') return clock;
  return { ...clock, status: 'PAUSED', pausedOn: localDateOf(context.now) };
}

export function resumeClock(clock: Deadline, context: ClockContext): Deadline {
  if (clock.status !== 'PAUSED' || !clock.pausedOn) return clock;
  const pauses = [...clock.pauses, { from: clock.pausedOn, to: localDateOf(context.now) }];
  return {
    ...clock,
    status: 'RUNNING',
    pausedOn: undefined,
    pauses,
    computation: compute(clock.rule, clock.startedOn, pauses, context.calendar),
  };
}

export function endClock(clock: Deadline, status: 'MET' | 'EXPIRED' | 'CANCELLED', now: Date): Deadline {
  return isClockOpen(clock) ? { ...clock, status, pausedOn: undefined, endedAt: now } : clock;
}

export function isClockOpen(clock: Deadline): boolean {
  return clock.status === 'RUNNING' || clock.status === 'PAUSED';
}

export function rulesStartingAt(rules: readonly ClockRule[], start: ClockStart): readonly ClockRule[] {
  return rules.filter((rule) => rule.start === start);
}

function compute(
  rule: ClockRule,
  startedOn: LocalDate,
  pauses: readonly Pause[],
  calendar: WorkingCalendar,
): DeadlineComputation {
  return computeDeadline({
    startedOn,
    length: rule.length,
    unit: rule.unit,
    rollOver: rule.rollOver,
    pauses: [...pauses],
    calendar,
  });
}
