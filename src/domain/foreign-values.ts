import { dropBlanks, foldFullWidth, type ParseResult, parsed, refused } from '#domain/parse-result.ts';
import { fromParts, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { parseYuan, type Yuan } from '#domain/registry/yuan.ts';

/**
 * Values as other systems write them, read alike whether they come in a message or in a file: what one agency says both
 * ways must be the same to the last character, or its repetition is taken for something new.
 */

/**
 * A code as spreadsheets and input methods spoil it: full-width digits (９９０), blanks, a small x, and the leading
 * apostrophe that keeps a number a text.
 */
export function foldCode(text: string): string {
  return dropBlanks(foldFullWidth(text))
    .replace(/^['’‘]/, '')
    .toUpperCase();
}

/** Absent where the agency writes null, nothing or blanks for "not known". */
export function presentText(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}

/** Yuan from `4200`, `4200.5`, `4,200.50`, `０４２００`. Never a float on the way. */
export function parseForeignYuan(text: string): ParseResult<Yuan> {
  const folded = foldCode(text);
  const plain = /^\d{1,3}(,\d{3})+(\.|$)/.test(folded) ? folded.replaceAll(',', '') : folded;
  return parseYuan(plain.replace(/^0+(?=\d)/, ''));
}

/** With its sign, in fen; undefined for what is no amount. */
export function signedFen(text: string): bigint | undefined {
  const trimmed = foldFullWidth(text).trim();
  const amount = parseForeignYuan(trimmed.replace(/^-/, ''));
  if (!amount.ok) return undefined;
  const fen = BigInt(amount.value.replace('.', ''));
  return trimmed.startsWith('-') ? -fen : fen;
}

const WALL_TIME = /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})T?(\d{2}):?(\d{2}):?(\d{2})(?:\.\d{1,3})?$/;

/** An instant from Beijing wall time without a zone: 2026-03-04 10:15:00 or 20260304101500. */
export function parseWallTime(text: string): ParseResult<Date> {
  const [year, month, day, hour, minute, second] = (WALL_TIME.exec(foldCode(text)) ?? []).slice(1).map(Number);
  if (hour === undefined || minute === undefined || second === undefined) return refused('BAD_FORM');
  const date = fromParts(year ?? 0, month ?? 0, day ?? 0);
  if (date === undefined || hour > 23 || minute > 59 || second > 59) return refused('BAD_DATE');
  return parsed(new Date(startOfLocalDay(date).getTime() + ((hour * 60 + minute) * 60 + second) * 1000));
}
