import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { fromParts, type LocalDate } from '#domain/referrals/local-date.ts';
import { looksMaskedNumber } from '#domain/registry/masking-marks.ts';

/**
 * A checked 公民身份号码 (GB 11643-1999): region 6, birth date 8, order 3 (odd for men), check character.
 * The region is the one at issue: abolished regions, the 81 to 83 of residents from Hong Kong, Macao and Taiwan and the
 * 9 of foreign permanent residents are all right.
 */
export type ResidentId = string & { readonly __brand: 'ResidentId' };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
/** Nobody alive was born earlier; files on the dead may reach back that far. */
const EARLIEST_BIRTH_YEAR = 1800;

/** `today` because a birth date in the future is refused. Blanks, full-width digits and a small x are mended. */
export function parseResidentId(text: string, today: LocalDate): ParseResult<ResidentId> {
  const code = dropBlanks(foldFullWidth(text)).toUpperCase();
  if (code === '') return refused('EMPTY');
  if (looksMaskedNumber(code)) return refused('MASKED');
  if (/^\d{15}$/.test(code)) return refused('LEGACY_FORM');
  if (code.length !== 18) return refused('BAD_LENGTH');
  if (!/^\d{17}[\dX]$/.test(code)) return refused('BAD_CHARACTER');
  if (code.startsWith('0')) return refused('BAD_REGION');
  const birthDate = readBirthDate(code);
  if (birthDate === undefined) return refused('BAD_DATE');
  if (birthDate > today) return refused('FUTURE_DATE');
  if (code[17] !== residentIdCheckCharacter(code)) return refused('BAD_CHECK_DIGIT');
  return parsed(code as ResidentId);
}

/**
 * The 18 characters that belong to a number of 15 digits issued before 1999 (第一代身份证). Everyone with such a number
 * is taken to be born in the 20th century, and some were renumbered: the result is a proposal for a person to confirm.
 */
export function convertLegacyResidentId(text: string, today: LocalDate): ParseResult<ResidentId> {
  const legacy = dropBlanks(foldFullWidth(text));
  if (!/^\d{15}$/.test(legacy)) return refused('BAD_FORM');
  const front = `${legacy.slice(0, 6)}19${legacy.slice(6)}`;
  return parseResidentId(front + residentIdCheckCharacter(front), today);
}

/** ISO 7064 MOD 11-2 over the first 17 digits; catches every wrong single digit. */
export function residentIdCheckCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

export function birthDateOf(id: ResidentId): LocalDate {
  const date = readBirthDate(id);
  if (date === undefined) throw new RangeError('a resident ID that was never parsed');
  return date;
}

export function sexOf(id: ResidentId): 'MALE' | 'FEMALE' {
  return Number(id[16]) % 2 === 1 ? 'MALE' : 'FEMALE';
}

/** Where the number was given out, which need not be where the person lives now, nor a code still in use. */
export function regionCodeOf(id: ResidentId): string {
  return id.slice(0, 6);
}

/** Region 99 was never issued; it marks the people of demonstrations and tests, refused in production. */
export function isDemoResidentId(id: ResidentId): boolean {
  return id.startsWith('99');
}

function readBirthDate(code: string): LocalDate | undefined {
  const year = Number(code.slice(6, 10));
  if (year < EARLIEST_BIRTH_YEAR) return undefined;
  return fromParts(year, Number(code.slice(10, 12)), Number(code.slice(12, 14)));
}
