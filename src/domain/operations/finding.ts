import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** What one check of the house found. A warning is worth a look and stops nothing; a fault wants mending. */
export type Finding =
  | { readonly state: 'OK'; readonly says: Bilingual }
  | { readonly state: 'WARNING' | 'FAULT'; readonly says: Bilingual; readonly mend: Bilingual };

export function ok(zh: string, en: string): Finding {
  return { state: 'OK', says: { zh, en } };
}

export function warning(says: Bilingual, mend: Bilingual): Finding {
  return { state: 'WARNING', says, mend };
}

export function fault(says: Bilingual, mend: Bilingual): Finding {
  return { state: 'FAULT', says, mend };
}
