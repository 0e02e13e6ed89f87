import type { DisclosedValue } from '#domain/agencies/agency-connector.ts';

/**
 * The same value in the same bytes every time: an agency that honours keys compares the content, and a resend after a
 * restart must not look like another one because a database handed the fields over in another order.
 */
export function writeJson(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function inNameOrder(fields: Readonly<Record<string, DisclosedValue>>): Record<string, DisclosedValue> {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
