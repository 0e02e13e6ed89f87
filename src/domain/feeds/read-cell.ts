import { type FeedCells, type FeedGround, faulty, type FeedRowFault } from '#domain/feeds/feed-definition.ts';
import { foldFullWidth, type ParseResult } from '#domain/parse-result.ts';
import { fromParts, type LocalDate } from '#domain/referrals/local-date.ts';
import { type PersonName, parsePersonName } from '#domain/registry/person-name.ts';
import { isDemoResidentId, parseResidentId, type ResidentId } from '#domain/registry/resident-id.ts';
import { parseYuan, type Yuan } from '#domain/registry/yuan.ts';

/** Thrown inside `readRow` and caught by `readingRow`, so that a definition reads as a list of its columns. */
class CellFault extends Error {
  readonly fault: FeedRowFault;
  constructor(fault: FeedRowFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/** What `read` makes of a row, or the first fault a cell reader met in it. */
export function readingRow<Row>(read: () => Row): { readonly ok: true; readonly row: Row } | FeedRowFault {
  try {
    return { ok: true, row: read() };
  } catch (error) {
    if (error instanceof CellFault) return error.fault;
    throw error;
  }
}

export function refuseCell(column: string, reason: string): never {
  throw new CellFault(faulty(column, reason));
}

/** Without blanks at its ends and the apostrophe by which spreadsheets keep a number as text; empty is undefined. */
export function textCell(cells: FeedCells, column: string, maxLength = 200): string | undefined {
  const trimmed = cells.text(column).trim();
  const text = trimmed.startsWith("'") || trimmed.startsWith('’') ? trimmed.slice(1).trim() : trimmed;
  if (text === '') return undefined;
  if (text.length > maxLength) refuseCell(column, 'BAD_LENGTH');
  if (CONTROL.test(text) || !text.isWellFormed()) refuseCell(column, 'BAD_CHARACTER');
  return text;
}

export function requiredCell(cells: FeedCells, column: string, maxLength?: number): string {
  return textCell(cells, column, maxLength) ?? refuseCell(column, 'EMPTY');
}

/** A number or code that is text: full-width digits folded; what a spreadsheet has rounded is never guessed at. */
export function codeCell(cells: FeedCells, column: string, maxLength = 64): string | undefined {
  const text = textCell(cells, column, maxLength);
  if (text === undefined) return undefined;
  const code = foldFullWidth(text);
  return SCIENTIFIC.test(code) ? refuseCell(column, 'SCIENTIFIC_NOTATION') : code;
}

export function requiredCode(cells: FeedCells, column: string, maxLength?: number): string {
  return codeCell(cells, column, maxLength) ?? refuseCell(column, 'EMPTY');
}

export function residentIdCell(cells: FeedCells, column: string, { today, production }: FeedGround): ResidentId {
  const id = accepted(column, parseResidentId(requiredCode(cells, column), today));
  return production && isDemoResidentId(id) ? refuseCell(column, 'TEST_IDENTITY_IN_LIVE') : id;
}

/**
 * A number as it was written, perhaps masked or wrong, so that whoever links it has to look; undefined where there is none.
 * What a spreadsheet has made of a number tells nobody anything.
 */
export function numberAsWrittenCell(
  cells: FeedCells,
  column: string,
  { today, production }: FeedGround,
): string | undefined {
  const text = codeCell(cells, column);
  if (text === undefined) return undefined;
  if (text.startsWith('#')) refuseCell(column, 'BAD_CHARACTER');
  const id = parseResidentId(text, today);
  if (id.ok && production && isDemoResidentId(id.value)) refuseCell(column, 'TEST_IDENTITY_IN_LIVE');
  return !id.ok && ROUNDED.test(text) ? refuseCell(column, id.fault) : text;
}

export function nameCell(cells: FeedCells, column: string): PersonName {
  return accepted(column, parsePersonName(requiredCell(cells, column)));
}

export function choiceCell<Choice>(cells: FeedCells, column: string, choices: ReadonlyMap<string, Choice>): Choice {
  const choice = choices.get(requiredCode(cells, column));
  return choice === undefined ? refuseCell(column, 'CHOICE_INVALID') : choice;
}

export function yuanCell(cells: FeedCells, column: string): Yuan | undefined {
  const text = codeCell(cells, column);
  if (text === undefined) return undefined;
  const amount = parseYuan(text);
  return amount.ok ? amount.value : refuseCell(column, 'AMOUNT_INVALID');
}

/** A whole number from `least` on, at most six digits. */
export function countCell(cells: FeedCells, column: string, least = 0): number | undefined {
  const text = codeCell(cells, column);
  if (text === undefined) return undefined;
  return /^\d{1,6}$/.test(text) && Number(text) >= least ? Number(text) : refuseCell(column, 'BAD_FORM');
}

/** 20260301 or 2026-03-01; of a month alone (202603) its first day. A date in Asia/Shanghai. */
export function dateCell(cells: FeedCells, column: string): LocalDate | undefined {
  const text = codeCell(cells, column);
  if (text === undefined) return undefined;
  const [, year, month, day = '01'] = DATE.exec(text) ?? refuseCell(column, 'BAD_FORM');
  return fromParts(Number(year), Number(month), Number(day)) ?? refuseCell(column, 'BAD_DATE');
}

/** U and empty are so now, D is gone. */
export function opCell(cells: FeedCells, column: string): 'U' | 'D' {
  const op = codeCell(cells, column)?.toUpperCase() ?? 'U';
  return op === 'U' || op === 'D' ? op : refuseCell(column, 'CHOICE_INVALID');
}

export function accepted<Value>(column: string, result: ParseResult<Value>): Value {
  return result.ok ? result.value : refuseCell(column, result.fault);
}

/** A spreadsheet keeps fifteen digits of a number and writes noughts for the others. */
const ROUNDED = /^\d{15}000$/;
const CONTROL = /\p{Cc}/u;
/** 4.50103E+17, and 4.5E17 where the sign was lost. */
const SCIENTIFIC = /^\d+(\.\d+)?E\+?\d+$/i;
const DATE = /^(\d{4})-?(\d{2})(?:-?(\d{2}))?$/;
