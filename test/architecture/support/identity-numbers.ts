const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** Provinces whose codes begin identity numbers (GB/T 2260); the fifteen-digit form ended in 1999 and has no check digit. */
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/;

/**
 * Numbers in a text that could be somebody's identity number (居民身份证号): eighteen characters with a real date and a
 * right check character (GB 11643), or fifteen digits of the older form. Region 99 was never issued, and people born
 * before 1900 are no longer alive; the check character is computed here so that a fault in our own parser cannot hide one.
 */
export function possibleIdentityNumbers(text: string): readonly string[] {
  const folded = text.normalize('NFKC');
  const candidates = folded.match(/(?<![0-9A-Za-z.])(\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])/g) ?? [];
  return candidates.filter((number) => (number.length === 18 ? couldBeIssued(number) : couldBeLegacy(number)));
}

function couldBeIssued(number: string): boolean {
  if (number.startsWith('99') || Number(number.slice(6, 10)) < 1900) return false;
  return isDate(number.slice(6, 14)) && checkCharacter(number) === number.slice(17).toUpperCase();
}

function couldBeLegacy(number: string): boolean {
  return PROVINCE.test(number) && isDate(`19${number.slice(6, 12)}`);
}

function checkCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

function isDate(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year <= 2100;
}
