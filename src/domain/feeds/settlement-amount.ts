import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import { parseForeignYuan } from '#domain/foreign-values.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

export type SettlementAmount =
  | { readonly ok: true; readonly value: Yuan }
  | { readonly ok: false; readonly fault: 'AMOUNT_INVALID' | 'SIGN_WRONG' };

/**
 * An amount of a settlement, or of the reversal of one as the amount that is taken back. A reversal that gives instead of
 * taking back is no reversal; only nothing may stand without its sign.
 */
export function parseSettlementAmount(event: PushedSettlement['event'], text: string): SettlementAmount {
  const trimmed = text.trim();
  const amount = parseForeignYuan(event === 'REVERSED' ? trimmed.replace(/^-/, '') : trimmed);
  if (!amount.ok) return { ok: false, fault: 'AMOUNT_INVALID' };
  if (event === 'REVERSED' && !trimmed.startsWith('-') && amount.value !== '0.00')
    return { ok: false, fault: 'SIGN_WRONG' };
  return amount;
}
