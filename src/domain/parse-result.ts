/** What a parser of typed or received text answers. Parsers never throw on such text: a fault is an answer. */
export type ParseResult<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly fault: ParseFault;
}

/**
 * Why a text is not what it should be. The code says what to mend; the text itself is never part of the answer, so a
 * fault may be logged.
 *
 * EMPTY, BAD_LENGTH, BAD_CHARACTER, BAD_FORM  the writing.
 * BAD_REGION, BAD_DATE, FUTURE_DATE           a part that cannot be.
 * BAD_CHECK_DIGIT                             a slip of the pen somewhere.
 * UNKNOWN_REGISTRAR, UNKNOWN_KIND             a credit code of no known registrar or kind of organisation.
 * LEGACY_FORM                                 right once, replaced since; a person has to confirm the conversion.
 * MASKED                                      the sender has hidden a part (脱敏); never to be matched or stored over a clear value.
 */
export type ParseFault =
  | 'EMPTY'
  | 'BAD_LENGTH'
  | 'BAD_CHARACTER'
  | 'BAD_FORM'
  | 'BAD_REGION'
  | 'BAD_DATE'
  | 'FUTURE_DATE'
  | 'BAD_CHECK_DIGIT'
  | 'UNKNOWN_REGISTRAR'
  | 'UNKNOWN_KIND'
  | 'LEGACY_FORM'
  | 'MASKED';

export function parsed<Value>(value: Value): ParseResult<Value> {
  return { ok: true, value };
}

export function refused(fault: ParseFault): Refusal {
  return { ok: false, fault };
}

/**
 * Full-width letters, digits and signs (全角) to their ASCII forms. Not NFKC: that would also turn ① into 1 and so
 * accept numbers nobody wrote.
 */
export function foldFullWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** For codes, where no blank means anything: also drops the BOM and zero-width blanks that copying from tables leaves. */
export function dropBlanks(text: string): string {
  return text.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
}
