import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { PastClock } from '#domain/catalogue/past-decision.ts';
import type { RehearsalFinding } from '#domain/catalogue/rehearsal-sums.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { countDeadline } from '#domain/referrals/deadline-count.ts';
import { endOfLocalDay, startOfLocalDay } from '#domain/referrals/local-date.ts';

/** The first instant that is too late under a rule; equal clocks are counted once. */
export type DueUnder = (rule: ClockRule, clock: PastClock, calendar: WorkingCalendar) => Date;

/** One for each run. It remembers what it counted: in a year of cases the same rule starts on the same day again and again. */
export function createDueUnder(): DueUnder {
  const counted = new WeakMap<WorkingCalendar, Map<string, Date>>();
  return (rule, clock, calendar) => {
    const pauses = pausesUnder(rule, clock);
    const { length, unit, rollOver } = rule;
    const count = () =>
      endOfLocalDay(countDeadline({ length, unit, rollOver, startedOn: clock.startedOn, pauses, calendar }).dueOn);
    // Pauses are of their own days; remembering those as well would grow with the cases.
    if (pauses.length > 0) return count();
    const known = counted.get(calendar) ?? new Map<string, Date>();
    counted.set(calendar, known);
    const key = `${rule.key} ${rule.region?.divisionPrefix ?? ''} ${clock.startedOn}`;
    const due = known.get(key) ?? count();
    known.set(key, due);
    return due;
  };
}

/** How a clock that ran would have come out under the draft's rule of the same key; undefined when the same way. */
export function rehearseClock(
  rule: ClockRule,
  clock: PastClock,
  due: Date,
  now: Date,
): Extract<RehearsalFinding, 'CLOCK_MISSED' | 'CLOCK_MET' | 'CLOCK_UNDECIDED'> | undefined {
  if (rule.start !== clock.start) return 'CLOCK_UNDECIDED';
  const end = endOf(clock, now);
  const missed = end >= due;
  // What expired had not come by then; when it came, nobody wrote down.
  if (clock.status === 'EXPIRED') return missed ? undefined : 'CLOCK_UNDECIDED';
  if (missed === end >= clock.dueAt) return undefined;
  return missed ? 'CLOCK_MISSED' : 'CLOCK_MET';
}

/** Until when it counted: one that stands still counts no further. */
function endOf(clock: PastClock, now: Date): Date {
  if (clock.endedAt) return clock.endedAt;
  return clock.pausedOn ? startOfLocalDay(clock.pausedOn) : now;
}

function pausesUnder(rule: ClockRule, clock: PastClock): PastClock['pauses'] {
  return rule.pausesForSupplement || (rule.pausesFor?.length ?? 0) > 0 ? clock.pauses : [];
}
