import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { parseWallTime } from '#domain/foreign-values.ts';
import { fromParts } from '#domain/referrals/local-date.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { foldCode, presentText } from './foreign-text.ts';

const DAY = /^(\d{4})([-/.年]?)(\d{1,2})(?:\2|月)(\d{1,2})日?(?:T?\d{2}:?\d{2}:?\d{2}(?:\.\d{1,3})?)?$/;
/** Six or eight digits without marks are read by position; `2026111` could be two different days and is refused. */
const UNMARKED = /^\d{8}(?:\d{6})?$/;

/**
 * A local date from any of the forms seen in the trade: 2026-03-04, 2026/3/4, 20260304, 20260304101500, 2026年3月4日,
 * 2026-03-04 10:15:00. Absent stays absent. Throws AgencyMessageUnreadableError for a day that does not exist.
 */
export function readLocalDate(text: string | null | undefined, field: string): LocalDate | undefined {
  const present = presentText(text);
  if (present === undefined) return undefined;
  const folded = foldCode(present);
  const [, year, mark, month, day] = DAY.exec(folded) ?? [];
  if (mark === '' && !UNMARKED.test(folded)) throw notADate(field);
  const date = fromParts(Number(year), Number(month), Number(day));
  if (date === undefined) throw notADate(field);
  return date;
}

/** An instant from Beijing wall time without a zone: 2026-03-04 10:15:00 or 20260304101500. */
export function readWallTime(text: string | null | undefined, field: string): Date | undefined {
  const present = presentText(text);
  if (present === undefined) return undefined;
  const instant = parseWallTime(present);
  if (!instant.ok) throw notADate(field);
  return instant.value;
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** 20260304101500 in Beijing. */
export function writeCompactWallTime(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, '');
}

function notADate(field: string): AgencyMessageUnreadableError {
  return new AgencyMessageUnreadableError(`${field}: not a date`);
}
