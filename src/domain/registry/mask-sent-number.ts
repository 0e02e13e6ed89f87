import { dropBlanks, foldFullWidth } from '#domain/parse-result.ts';

/**
 * A number as an agency sent it, whatever it is, masked as one that is right would be: 990101********0018. Undefined for
 * none. What is too short to be hidden in the middle is hidden whole.
 */
export function maskSentNumber(text: string): string | undefined {
  const compact = dropBlanks(foldFullWidth(text)).replace(/[^\dXx]/g, '*');
  if (compact === '') return undefined;
  if (compact.length < 15) return '*'.repeat(compact.length);
  return `${compact.slice(0, 6)}${'*'.repeat(Math.min(compact.length, 18) - 10)}${compact.slice(-4)}`;
}
