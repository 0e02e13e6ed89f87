const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The check character of GB 11643—1999 over the first seventeen digits. Agencies here take nothing but a capital X. */
export function hasValidCheckDigit(residentId: string): boolean {
  if (!/^\d{17}[\dX]$/.test(residentId)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(residentId[index]), 0);
  return residentId[17] === CHECK_CHARACTERS[sum % 11];
}

/** 990101********0018 */
export function maskId(residentId: string): string {
  return `${residentId.slice(0, 6)}********${residentId.slice(-4)}`;
}

/** 覃桂兰 → 覃**, 莫䶵 → 莫*; by code point, so that a character beyond the BMP is one character. */
export function maskName(name: string): string {
  const characters = [...name];
  return `${characters[0] ?? ''}${'*'.repeat(Math.max(characters.length - 1, 1))}`;
}
