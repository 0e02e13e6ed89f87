import { foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { looksMasked } from '#domain/registry/masking-marks.ts';

/**
 * A person's name as the person or the agency wrote it, blanks at the ends apart. It is printed on legal papers, so it
 * is never normalised: even NFC would replace some rare characters by look-alikes. Never a key: people share names, and
 * older systems lose rare characters.
 */
export type PersonName = string & { readonly __brand: 'PersonName' };

/** In code points: names of minorities run to 25 Chinese characters and more, and rare characters lie beyond the BMP. */
const MAX_CODE_POINTS = 50;

/** The interval mark (间隔号) is U+00B7; these are what keyboards and conversions make of it. */
const INTERVAL_MARKS = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65\u0387.]/g;

export function parsePersonName(text: string): ParseResult<PersonName> {
  const name = text.trim();
  if (name === '') return refused('EMPTY');
  if (!name.isWellFormed() || /\p{Cc}/u.test(name)) return refused('BAD_CHARACTER');
  if (Array.from(name.normalize('NFC')).length > MAX_CODE_POINTS) return refused('BAD_LENGTH');
  if (looksMasked(name)) return refused('MASKED');
  return parsed(name as PersonName);
}

/** Two writings of one name have the same matching name. For comparing only, never for showing. */
export function matchingName(name: string): string {
  return (
    foldFullWidth(name.replace(INTERVAL_MARKS, '·'))
      .replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
      // Composed last: upper case takes some characters apart (ΐ becomes three).
      .toUpperCase()
      .normalize('NFC')
  );
}

/** Some system on the way could not write a character: a question mark, U+FFFD, or a private code. A person has to look. */
export function isDamagedName(name: string): boolean {
  return /[?？\ufffd\p{Co}]/u.test(name);
}
