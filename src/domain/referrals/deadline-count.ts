import type { Bilingual, ClockUnit } from '#domain/catalogue/clock-rule.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { addDays, addMonths, addYears, daysBetween, type LocalDate } from '#domain/referrals/local-date.ts';
import { type DayReason, isWorkingDay } from '#domain/referrals/working-day.ts';

/**
 * A period in law and the day it ends on. The day of the starting event is not counted; a period in months or years
 * ends on the day that bears the same number (民法典 art. 201, 202); a last day that is a day off gives way to the
 * first working day after it (民事诉讼法 art. 85, applied to other periods of days by analogy: hence `rollOver`).
 */
export interface DeadlineQuestion {
  readonly startedOn: LocalDate;
  /** Whole and at least 1. */
  readonly length: number;
  readonly unit: ClockUnit;
  readonly calendar: WorkingCalendar;
  readonly rollOver: boolean;
  readonly pauses?: readonly Pause[] | undefined;
  /** More of the same unit, granted later. The period stays one period: 45 + 15 days roll over once, at their end. */
  readonly extension?: number | undefined;
  /** BEFORE: `startedOn` is the day counted back from; such a period knows neither pause nor extension. */
  readonly direction?: 'AFTER' | 'BEFORE' | undefined;
}

/** Not counted: the day `from` on which the clock stopped and those after it, up to but without `to`, the day it went on. */
export interface Pause {
  readonly from: LocalDate;
  /** Absent while the pause lasts: the date is then the earliest possible one. */
  readonly to?: LocalDate | undefined;
}

export interface SkippedDay {
  readonly date: LocalDate;
  readonly because: DayReason | PausedReason;
}

export interface PausedReason extends Bilingual {
  readonly kind: 'PAUSED';
}

/** What the count came across; the explanation is written from it. */
export interface DeadlineCount {
  readonly rawDueOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly skipped: readonly SkippedDay[];
  /** Weekend days that counted because they are worked (调休上班). */
  readonly madeUp: readonly LocalDate[];
  /** First day the calendar could not answer for. */
  readonly unknownFrom: LocalDate | undefined;
  readonly standsStillSince: LocalDate | undefined;
}

const PAUSED: PausedReason = { kind: 'PAUSED', zh: '暂停计时', en: 'clock paused' };

export function countDeadline(question: DeadlineQuestion): DeadlineCount {
  return question.unit === 'WORKING_DAY' ? countWorkingDays(question) : countAllDays(question);
}

function countWorkingDays(question: DeadlineQuestion): DeadlineCount {
  const skipped: SkippedDay[] = [];
  const madeUp: LocalDate[] = [];
  let unknownFrom: LocalDate | undefined;
  let remaining = question.length + (question.extension ?? 0);
  let day = question.startedOn;
  while (remaining > 0) {
    day = addDays(day, 1);
    const { working, because, known } = isWorkingDay(day, question.calendar);
    if (!known) unknownFrom ??= day;
    if (!working) skipped.push({ date: day, because });
    else if (isPaused(day, question.pauses)) skipped.push({ date: day, because: PAUSED });
    else {
      remaining -= 1;
      if (because.kind === 'MAKE_UP_DAY') madeUp.push(day);
    }
  }
  const standsStillSince = openPauseBefore(day, question);
  return { rawDueOn: day, dueOn: day, skipped, madeUp, unknownFrom, standsStillSince };
}

function countAllDays(question: DeadlineQuestion): DeadlineCount {
  const skipped: SkippedDay[] = [];
  let remaining = lengthInDays(question);
  let rawDueOn = question.startedOn;
  while (remaining > 0) {
    rawDueOn = addDays(rawDueOn, 1);
    if (isPaused(rawDueOn, question.pauses)) skipped.push({ date: rawDueOn, because: PAUSED });
    else remaining -= 1;
  }
  const end = question.rollOver
    ? rollOver(rawDueOn, question)
    : { dueOn: rawDueOn, skipped: [], unknownFrom: undefined };
  return {
    rawDueOn,
    dueOn: end.dueOn,
    skipped: [...skipped, ...end.skipped],
    madeUp: [],
    unknownFrom: end.unknownFrom,
    standsStillSince: openPauseBefore(end.dueOn, question),
  };
}

function rollOver(rawDueOn: LocalDate, question: DeadlineQuestion) {
  const skipped: SkippedDay[] = [];
  let unknownFrom: LocalDate | undefined;
  let dueOn = rawDueOn;
  for (;;) {
    const { working, because, known } = isWorkingDay(dueOn, question.calendar);
    if (!known) unknownFrom ??= dueOn;
    const paused = isPaused(dueOn, question.pauses);
    if (working && !paused) return { dueOn, skipped, unknownFrom };
    skipped.push({ date: dueOn, because: working ? PAUSED : because });
    dueOn = addDays(dueOn, 1);
  }
}

/** Months and years as days from this start, so that a pause in them can be counted in days. */
function lengthInDays({ startedOn, length, unit, extension = 0 }: DeadlineQuestion): number {
  const total = length + extension;
  if (unit === 'MONTH') return daysBetween(startedOn, addMonths(startedOn, total));
  if (unit === 'YEAR') return daysBetween(startedOn, addYears(startedOn, total));
  return total;
}

function isPaused(day: LocalDate, pauses: readonly Pause[] = []): boolean {
  return pauses.some(({ from, to }) => to !== undefined && from <= day && day < to);
}

function openPauseBefore(dueOn: LocalDate, { pauses = [] }: DeadlineQuestion): LocalDate | undefined {
  return pauses.find(({ from, to }) => to === undefined && from <= dueOn)?.from;
}
