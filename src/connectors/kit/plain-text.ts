import type { DisclosedValue } from '#domain/agencies/agency-connector.ts';

/** An answer of the intake form for agencies whose form fields hold text only. */
export function plainText(value: DisclosedValue): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'object' ? value.join('、') : String(value);
}
