import { dropBlanks, foldFullWidth, parsed, type ParseResult, refused } from '#domain/parse-result.ts';
import { looksMaskedNumber } from '#domain/registry/masking-marks.ts';

export type BankCardNumber = string & { readonly __brand: 'BankCardNumber' };

export interface BankCard {
  readonly number: BankCardNumber;
  /**
   * Whether the Luhn check digit is right. False is a warning to show, not a refusal: some social-security and union
   * cards are numbered without it.
   */
  readonly luhnPasses: boolean;
}

/** 16 to 19 digits. */
export function parseBankCard(text: string): ParseResult<BankCard> {
  const number = dropBlanks(foldFullWidth(text)).replace(/[-‐-―]/g, '');
  if (number === '') return refused('EMPTY');
  if (looksMaskedNumber(number)) return refused('MASKED');
  if (!/^\d+$/.test(number)) return refused('BAD_CHARACTER');
  if (number.length < 16 || number.length > 19) return refused('BAD_LENGTH');
  return parsed({ number: number as BankCardNumber, luhnPasses: passesLuhn(number) });
}

/** ISO/IEC 7812-1: from the right, every second digit doubled, 9 taken off above 9; the sum ends in 0. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const value = index % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
