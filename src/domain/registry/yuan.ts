import { type ParseResult, foldFullWidth, parsed, refused } from '#domain/parse-result.ts';

/** An amount in yuan as decimal text with exactly two places. Never a float: 0.1 + 0.2 has no place in a payment. */
export type Yuan = string & { readonly __brand: 'Yuan' };

const YUAN = /^(0|[1-9]\d{0,12})(?:\.(\d{1,2}))?$/;

/** Accepts up to two places and full-width digits; at most 13 digits before the point. Negative amounts are not accepted. */
export function parseYuan(text: string): ParseResult<Yuan> {
  const match = YUAN.exec(foldFullWidth(text).trim());
  if (!match) return refused('BAD_FORM');
  return parsed(`${match[1]}.${(match[2] ?? '').padEnd(2, '0')}` as Yuan);
}

/** Exact: counted in whole fen. */
export function sumYuan(amounts: readonly Yuan[]): Yuan {
  const fen = amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}` as Yuan;
}
