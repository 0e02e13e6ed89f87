import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import { presentText } from './foreign-text.ts';

/** What stands at `desk.open.no` in a document: own keys only, undefined where the way ends. */
export function valueAt(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), document);
}

/** A text there; absent where the agency writes null, nothing or blanks. A number is no text: it may have lost digits. */
export function textAt(document: unknown, path: string): string | undefined {
  const value = valueAt(document, path) ?? undefined;
  if (value !== undefined && typeof value !== 'string')
    throw new AgencyMessageUnreadableError(`${path}: expected string`);
  return presentText(value);
}

/** A word of the agency's own lists, which some of them number. */
export function wordAt(document: unknown, path: string): string | undefined {
  const value = valueAt(document, path);
  return Number.isSafeInteger(value) ? String(value) : textAt(document, path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
