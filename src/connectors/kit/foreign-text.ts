import { presentText } from '#domain/foreign-values.ts';
import { foldFullWidth } from '#domain/parse-result.ts';

export { foldCode, presentText } from '#domain/foreign-values.ts';

const LONGEST_NOTE = 500;
const LIKE_AN_IDENTITY_NUMBER = /\d{15,17}[\dXx]?/g;

/** An agency's free words for people to read: bounded, and without the identity numbers clerks type into remarks. */
export function readNote(text: string | null | undefined): string | undefined {
  return presentText(foldFullWidth(text ?? ''))
    ?.replace(LIKE_AN_IDENTITY_NUMBER, '…')
    .slice(0, LONGEST_NOTE)
    .toWellFormed();
}
