import type { DeadlineCount, DeadlineQuestion, SkippedDay } from '#domain/referrals/deadline-count.ts';
import { addDays, addMonths, addYears, type LocalDate } from '#domain/referrals/local-date.ts';
import { isWorkingDay } from '#domain/referrals/working-day.ts';

/**
 * Counts back from a stated day, which itself is not counted: notice five days before a hearing. A last day that is a
 * day off gives way to the working day before it, since the one after would be too late.
 */
export function countBack(question: DeadlineQuestion): DeadlineCount {
  const back = question.unit === 'WORKING_DAY' ? workingDaysBack(question) : allDaysBack(question);
  return { ...back, skipped: back.skipped.toReversed(), madeUp: back.madeUp.toReversed(), standsStillSince: undefined };
}

type Back = Omit<DeadlineCount, 'standsStillSince'>;

function workingDaysBack({ startedOn, length, calendar }: DeadlineQuestion): Back {
  const skipped: SkippedDay[] = [];
  const madeUp: LocalDate[] = [];
  let unknownFrom: LocalDate | undefined;
  let day = startedOn;
  for (let remaining = length; remaining > 0;) {
    day = addDays(day, -1);
    const { working, because, known } = isWorkingDay(day, calendar);
    if (!known) unknownFrom = day;
    if (!working) skipped.push({ date: day, because });
    else {
      remaining -= 1;
      if (because.kind === 'MAKE_UP_DAY') madeUp.push(day);
    }
  }
  return { rawDueOn: day, dueOn: day, skipped, madeUp, unknownFrom };
}

function allDaysBack(question: DeadlineQuestion): Back {
  const skipped: SkippedDay[] = [];
  let unknownFrom: LocalDate | undefined;
  const rawDueOn = firstDay(question);
  let dueOn = rawDueOn;
  while (question.rollOver) {
    const { working, because, known } = isWorkingDay(dueOn, question.calendar);
    if (!known) unknownFrom = dueOn;
    if (working) break;
    skipped.push({ date: dueOn, because });
    dueOn = addDays(dueOn, -1);
  }
  return { rawDueOn, dueOn, skipped, madeUp: [], unknownFrom };
}

function firstDay({ startedOn, length, unit }: DeadlineQuestion): LocalDate {
  if (unit === 'MONTH') return addMonths(startedOn, -length);
  if (unit === 'YEAR') return addYears(startedOn, -length);
  return addDays(startedOn, -length);
}
