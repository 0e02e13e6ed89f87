import { dropBlanks, foldFullWidth } from '#domain/parse-result.ts';

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

const LONGEST_NOTE = 500;
const LIKE_AN_IDENTITY_NUMBER = /\d{15,17}[\dXx]?/g;

/** An agency's free words for people to read: bounded, and without the identity numbers clerks type into remarks. */
export function readNote(text: string | null | undefined): string | undefined {
  return presentText(foldFullWidth(text ?? ''))
    ?.replace(LIKE_AN_IDENTITY_NUMBER, '…')
    .slice(0, LONGEST_NOTE)
    .toWellFormed();
}
