/**
 * What may stand in a log line, by its shape: numbers, truth values, times, and short words of code letters, as ids,
 * codes, routes and addresses of machines are. Whatever else a field holds is left out and says so. A list of what may
 * pass lets nothing new through by accident; a list of what may not would.
 */
export function redactLine(line: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).map(([key, value]) => [key, redact(key, value, 0)]));
}

/** A text on its own: left out when it holds the number of a person. */
export function redactMessage(message: unknown): unknown {
  return typeof message === 'string' && isPersonNumber(message) ? REDACTED : message;
}

const DEEPEST = 6;
const MOST_ITEMS = 50;
export const REDACTED = '[redacted]';

/** Fields that are text by nature and written by us alone; their values are still searched for numbers of people. */
const OUR_OWN_TEXT = new Set(['msg', 'stack', 'problem', 'reason']);

/** Whatever they hold: content of requests, headers that identify, parts of a person. */
const NEVER = new Set(
  'variables body query form note headers authorization cookie token password secret name phone residentid address params'.split(
    ' ',
  ),
);

function redact(key: string, value: unknown, depth: number): unknown {
  if (NEVER.has(key.toLowerCase()) && !isErrorName(key, value, depth))
    return value === undefined ? undefined : REDACTED;
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return isPersonNumber(String(value)) ? REDACTED : value;
  if (typeof value === 'string') return redactText(key, value);
  if (value instanceof Date) return value;
  if (depth >= DEEPEST || typeof value !== 'object') return REDACTED;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => redact(key, item, depth + 1));
  if (!isPlain(value)) return REDACTED;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(name, inner, depth + 1)]));
}

/** The class of an error, inside the error. */
function isErrorName(key: string, value: unknown, depth: number): boolean {
  return key === 'name' && depth > 0 && typeof value === 'string' && /^\w*(Error|Exception)$/.test(value);
}

function redactText(key: string, text: string): string {
  if (isPersonNumber(text)) return REDACTED;
  if (OUR_OWN_TEXT.has(key)) return text;
  return CODE_WORD.test(text) ? text : REDACTED;
}

/** No blank and nothing outside ASCII, so neither a sentence nor a name in Chinese. */
const CODE_WORD = /^[\w.:/@#+*=[\]()-]{0,200}$/;
/** An identity number, old or new, or a mobile number, not as a part of a longer number or of a UUID. */
const PERSON_NUMBER = /(?<![\w-])(\d{17}[\dXx]|\d{15}|1\d{10})(?![\w-])/;

function isPersonNumber(text: string): boolean {
  return PERSON_NUMBER.test(text);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
