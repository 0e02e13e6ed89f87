import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import { countBack } from '#domain/referrals/count-back.ts';
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
  /** Every day between start and end that did not count, earliest first. */
  readonly skipped: readonly SkippedDay[];
  /** The holiday notices the date rests on. */
  readonly notices: readonly string[];
  readonly steps: readonly Bilingual[];
  readonly explanation: Bilingual;
}

/**
 * Throws RangeError for a length or extension that is no whole number, and for a count back that is paused or extended:
 * rules are data of ours, checked when read.
 */
export function computeDeadline(question: DeadlineQuestion): DeadlineComputation {
  const { length, extension = 0, pauses = [], direction } = question;
  if (!Number.isSafeInteger(length) || length < 1) throw new RangeError(`not a length of a period: ${length}`);
  if (!Number.isSafeInteger(extension) || extension < 0) throw new RangeError(`not an extension: ${extension}`);
  const back = direction === 'BEFORE';
  if (back && (extension > 0 || pauses.length > 0))
    throw new RangeError('a count back knows no extension and no pause');
  const count = back ? countBack(question) : countDeadline(question);
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

/** Whether both say the same to the last word, whatever order their keys were stored in. */
export function isSameComputation(a: DeadlineComputation, b: DeadlineComputation): boolean {
  const said = (computation: DeadlineComputation): string =>
    JSON.stringify([
      computation.dueOn,
      computation.dueAt,
      computation.rawDueOn,
      computation.provisional,
      computation.skipped.map(({ date, because }) => [date, because.kind, because.zh, because.en]),
      computation.notices,
      computation.steps.map(({ zh, en }) => [zh, en]),
    ]);
  return said(a) === said(b);
}

function noticesBehind(
  { startedOn, unit, rollOver: rolls, calendar, direction }: DeadlineQuestion,
  count: DeadlineCount,
): readonly string[] {
  if (unit !== 'WORKING_DAY' && !rolls) return [];
  const near = unit === 'WORKING_DAY' ? addDays(startedOn, direction === 'BEFORE' ? -1 : 1) : count.rawDueOn;
  const [first, last] = near < count.dueOn ? [yearOf(near), yearOf(count.dueOn)] : [yearOf(count.dueOn), yearOf(near)];
  return calendar.noticesFor(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
