import type { ViewerRole } from '#domain/access/viewer.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** 用途: what personal content is read for, as PIPL art. 6 and 17 ask to be named. Kept with every look in the access ledger. */
export interface Purpose {
  readonly name: Bilingual;
  /** Whether the case has to be named that the person looked at is the applicant of. */
  readonly needsCase: boolean;
  readonly roles: readonly ViewerRole[];
}

/** What may be stated with a request. The applicant's own looks, and those along the path of a case, need no statement. */
export const PURPOSES = {
  CASE_HANDLING: {
    name: { zh: '办理案件', en: 'handling a case' },
    needsCase: true,
    roles: ['WINDOW', 'MEDIATOR', 'TOWNSHIP', 'SUPERVISOR', 'AGENCY'],
  },
  INTAKE: { name: { zh: '窗口受理', en: 'intake at a window' }, needsCase: false, roles: ['WINDOW'] },
  SCREENING: {
    name: { zh: '困难排查走访', en: 'screening for hardship' },
    needsCase: false,
    roles: ['WINDOW', 'SUPERVISOR'],
  },
  IDENTITY_REVIEW: {
    name: { zh: '身份核对', en: 'identity review' },
    needsCase: false,
    roles: ['WINDOW', 'SUPERVISOR'],
  },
  SUPERVISION: { name: { zh: '督办', en: 'supervision' }, needsCase: true, roles: ['SUPERVISOR'] },
} as const satisfies Readonly<Record<string, Purpose>>;

export type PurposeCode = keyof typeof PURPOSES;

/** 本人查询: what a worker reads of themselves. Nobody states it. */
export const OWN_PURPOSE = 'OWN';

export function isPurposeCode(text: string): text is PurposeCode {
  return Object.hasOwn(PURPOSES, text);
}

export function purposeOf(code: PurposeCode): Purpose {
  return PURPOSES[code];
}
