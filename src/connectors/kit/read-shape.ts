import type { z } from 'zod';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';

const MOST_NAMED = 5;

/** The agency's payload in its own shape, or AgencyMessageUnreadableError naming fields and kinds, never contents. */
export function readShape<Shape>(shape: z.ZodType<Shape>, payload: unknown): Shape {
  const result = shape.safeParse(payload);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, MOST_NAMED).map((issue) => `${fieldName(issue.path)}: ${kindOf(issue)}`);
  throw new AgencyMessageUnreadableError(faults.join('; '));
}

/** A word of the agency's own list in ours. Throws AgencyMessageUnreadableError naming the field, not the word. */
export function readWord<Ours>(words: ReadonlyMap<string, Ours>, word: string, field: string): Ours {
  const ours = words.get(word.trim());
  if (ours === undefined) throw new AgencyMessageUnreadableError(`${field}: unknown word`);
  return ours;
}

function kindOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.code;
}

/** Keys may be data (a map by identity number), so only short names made of letters are repeated. */
function fieldName(path: readonly PropertyKey[]): string {
  const names = path.map((key) =>
    typeof key === 'number' || /^[\p{L}_]{1,32}\d{0,3}$/u.test(String(key)) ? String(key) : '*',
  );
  return names.join('.') || 'message';
}
