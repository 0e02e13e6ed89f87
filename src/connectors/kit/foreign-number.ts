import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { parseForeignYuan } from '#domain/foreign-values.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { foldCode, presentText } from './foreign-text.ts';

/** Yuan from `4200`, `4200.5`, `4,200.50`, `０４２００`. Never a float on the way. */
export function readYuan(text: string | null | undefined, field: string): Yuan | undefined {
  const present = presentText(text);
  if (present === undefined) return undefined;
  const result = parseForeignYuan(present);
  if (!result.ok) throw new AgencyMessageUnreadableError(`${field}: not an amount`);
  return result.value;
}

/** A count, leading zeros allowed: `071` months. */
export function readCount(text: string | null | undefined, field: string): number | undefined {
  const present = presentText(text);
  if (present === undefined) return undefined;
  const folded = foldCode(present);
  if (!/^\d{1,6}$/.test(folded)) throw new AgencyMessageUnreadableError(`${field}: not a count`);
  return Number(folded);
}
