import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import {
  countDeadline,
  type DeadlineCount,
  type DeadlineQuestion,
  type SkippedDay,
} from '#domain/referrals/deadline-count.ts';
import { explainDeadline } from '#domain/referrals/deadline-explanation.ts';
import { addDays, endOfLocalDay, type LocalDate, yearOf } from '#domain/referrals/local-date.ts';

export type { DeadlineQuestion, Pause, SkippedDay } from '#domain/referrals/deadline-count.ts';

/** Plain data, so that it can be frozen with the clock and shown years later. */
export interface DeadlineComputation {
  readonly dueOn: LocalDate;
  /** The first instant that is too late. */
  readonly dueAt: Date;
  /** The last day before it gave way to a working day. */
  readonly rawDueOn: LocalDate;
  /** The date may still move: a holiday notice is missing, or the clock stands still. */
  readonly provisional: boolean;
  /** Every day between start and end that did not count, in order. */
  readonly skipped: readonly SkippedDay[];
  /** The holiday notices the date rests on. */
  readonly notices: readonly string[];
  readonly steps: readonly Bilingual[];
  readonly explanation: Bilingual;
}

/** Throws RangeError for a length or extension that is no whole number: rules are data of ours, checked when read. */
export function computeDeadline(question: DeadlineQuestion): DeadlineComputation {
  const { length, extension = 0 } = question;
  if (!Number.isSafeInteger(length) || length < 1) throw new RangeError(`not a length of a period: ${length}`);
  if (!Number.isSafeInteger(extension) || extension < 0) throw new RangeError(`not an extension: ${extension}`);
  const count = countDeadline(question);
  return {
    dueOn: count.dueOn,
    dueAt: endOfLocalDay(count.dueOn),
    rawDueOn: count.rawDueOn,
    provisional: count.unknownFrom !== undefined || count.standsStillSince !== undefined,
    skipped: count.skipped,
    notices: noticesBehind(question, count),
    ...explainDeadline(question, count),
  };
}

function noticesBehind(
  { startedOn, unit, rollOver: rolls, calendar }: DeadlineQuestion,
  count: DeadlineCount,
): readonly string[] {
  if (unit !== 'WORKING_DAY' && !rolls) return [];
  const first = yearOf(unit === 'WORKING_DAY' ? addDays(startedOn, 1) : count.rawDueOn);
  const last = yearOf(count.dueOn);
  return calendar.noticesFor(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
