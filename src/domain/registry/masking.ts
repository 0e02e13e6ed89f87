import type { BankCardNumber } from '#domain/registry/bank-card.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

/**
 * What is shown of a value to those who may not see it whole. No law fixes the form; national interface samples mask
 * this way. INTERNAL is for staff who must tell two people apart, PUBLIC for everybody else.
 */
export type MaskingAudience = 'INTERNAL' | 'PUBLIC';

/** 990101********0018 for staff. In public only the end: region and birth date would name a person in a village. */
export function maskResidentId(id: ResidentId, audience: MaskingAudience): string {
  return audience === 'INTERNAL' ? `${id.slice(0, 6)}********${id.slice(-4)}` : `${'*'.repeat(14)}${id.slice(-4)}`;
}

/** 138****8000 · 0771-***4567. A hotline is public and stays. */
export function maskPhone(phone: Phone): string {
  const [area, number] = phone.split('-');
  if (area !== undefined && number !== undefined) return `${area}-${'*'.repeat(number.length - 4)}${number.slice(-4)}`;
  return phone.length < 11 ? phone : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/**
 * The first character and a star for each further one: 覃** · 欧*** · 阿***·***. Of a compound surname, too, only the
 * first character is shown: there are so few of them that the whole surname often names the person. Interval marks stay.
 */
export function maskName(name: string): string {
  const [first = '', ...rest] = name;
  if (rest.length === 0) return '*';
  return first + rest.map((char) => (/[·•‧・．]/u.test(char) ? char : '*')).join('');
}

/** ****0128, for staff with the issuer in front: 622202****0128. */
export function maskBankCard(number: BankCardNumber, audience: MaskingAudience): string {
  return `${audience === 'INTERNAL' ? number.slice(0, 6) : ''}****${number.slice(-4)}`;
}
