import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { REGISTRARS } from '#domain/registry/credit-code-registrars.ts';
import { looksMasked } from '#domain/registry/masking-marks.ts';

/**
 * A checked 统一社会信用代码 (GB 32100-2015): registrar 1, kind of organisation 1, region of the registrar 6,
 * organisation code 9 (GB 11714, with a check character of its own), check character. A foundation, a trade union and
 * an enterprise all have one; whether it is the right one only a register can say.
 */
export type CreditCode = string & { readonly __brand: 'CreditCode' };

/** Without I, O, S, V, Z, which are too easily misread. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export function parseCreditCode(text: string): ParseResult<CreditCode> {
  const code = dropBlanks(foldFullWidth(text)).toUpperCase();
  if (code === '') return refused('EMPTY');
  if (looksMasked(code)) return refused('MASKED');
  if (code.length !== 18) return refused('BAD_LENGTH');
  if (!FORM.test(code)) return refused('BAD_CHARACTER');
  const registrar = REGISTRARS.get(code.charAt(0));
  if (registrar === undefined) return refused('UNKNOWN_REGISTRAR');
  if (!Object.hasOwn(registrar.kinds, code.charAt(1))) return refused('UNKNOWN_KIND');
  if (code[16] !== organisationCheckCharacter(code.slice(8, 16))) return refused('BAD_CHECK_DIGIT');
  if (code[17] !== creditCodeCheckCharacter(code)) return refused('BAD_CHECK_DIGIT');
  return parsed(code as CreditCode);
}

/** Over the first 17 characters, modulo 31; a remainder of 0 gives 0, not the 32nd character that does not exist. */
export function creditCodeCheckCharacter(front: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(front.charAt(index)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Over the first 8 characters, modulo 11, A counting 10 to Z counting 35. */
export function organisationCheckCharacter(front: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(front.charAt(index), 36),
    0,
  );
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** What was registered, e.g. 工会·基层工会. */
export function organisationKindOf(code: CreditCode): { readonly registrar: string; readonly kind: string } {
  const registrar = REGISTRARS.get(code.charAt(0));
  return { registrar: registrar?.name ?? '', kind: registrar?.kinds[code.charAt(1)] ?? '' };
}

/** Where it was registered. */
export function registrationRegionOf(code: CreditCode): string {
  return code.slice(2, 8);
}

/** Registrar 8 (工会). */
export function isUnionCreditCode(code: CreditCode): boolean {
  return code.startsWith('8');
}

/** Region 99 does not exist; it marks the organisations of demonstrations and tests. */
export function isDemoCreditCode(code: CreditCode): boolean {
  return registrationRegionOf(code).startsWith('99');
}
