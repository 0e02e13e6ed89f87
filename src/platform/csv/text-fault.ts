/**
 * NOT_TEXT               begins like an archive or a spreadsheet, or is UTF-16.
 * BAD_ENCODING           bytes that mean nothing in the declared encoding, or end in the middle of a character.
 * REPLACEMENT_CHARACTER  U+FFFD: an earlier system could not write a character and lost it.
 * PRIVATE_CHARACTER      a code that means something on one machine only.
 * UNBALANCED_QUOTE       a quote that never ends, or ends further away than a record may be long.
 * STRAY_QUOTE            a quote in the middle of a cell: nobody knows where the record ends.
 * RECORD_TOO_LONG        more characters in one record than any row has.
 */
export type TextFaultCode =
  | 'NOT_TEXT'
  | 'BAD_ENCODING'
  | 'REPLACEMENT_CHARACTER'
  | 'PRIVATE_CHARACTER'
  | 'UNBALANCED_QUOTE'
  | 'STRAY_QUOTE'
  | 'RECORD_TOO_LONG';

/** The text cannot be read on from here. Names the record, never its content. */
export class TextFaultError extends Error {
  override readonly name = 'TextFaultError';
  readonly code: TextFaultCode;
  /** From 0: the header is record 0. */
  readonly record: number;

  constructor(code: TextFaultCode, record: number) {
    super(`${code} in record ${record}`);
    this.code = code;
    this.record = record;
  }
}
