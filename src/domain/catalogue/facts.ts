import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { SourceStatus } from '#domain/registry/source-answer.ts';

/** What conditions may speak about. Form fields that were not answered are null. */
export interface Facts {
  readonly applicant: {
    readonly age: number;
    readonly sex: string;
    readonly isMember: boolean;
    readonly divisionCode: string;
  };
  readonly form: Readonly<Record<string, unknown>>;
  readonly channel: string;
  readonly today: LocalDate;
  readonly held: HeldFacts;
  /** What the item's assessment found out, by name; empty where it has none. */
  readonly assessment: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Facts that the union or another agency holds already (各单位已有信息), each a list of records. Every record names all
 * of its fields; what is not known is null, so that a condition never fails for a missing word.
 */
export type HeldFacts = Readonly<Record<HeldSubject, readonly HeldRecord[]>>;
export type HeldRecord = Readonly<Record<string, string | number | boolean | null>>;

/** 会籍 · 困难职工档案 · 社会救助 · 社会保险 */
export const HELD_SUBJECTS = ['memberships', 'hardshipFiles', 'assistance', 'insurance'] as const;
export type HeldSubject = (typeof HELD_SUBJECTS)[number];

export const NOTHING_HELD: HeldFacts = { memberships: [], hardshipFiles: [], assistance: [], insurance: [] };

export const HELD_SUBJECT_NAMES: Readonly<Record<HeldSubject, Bilingual>> = {
  memberships: { zh: '会籍', en: 'union membership' },
  hardshipFiles: { zh: '困难职工档案', en: 'hardship file' },
  assistance: { zh: '社会救助', en: 'social assistance' },
  insurance: { zh: '社会保险', en: 'social insurance' },
};

/** How fresh the answer about a subject is. */
export interface HeldSource {
  readonly subject: HeldSubject;
  readonly status: SourceStatus;
  readonly asOf?: Date | undefined;
}

/** The subjects an expression speaks about; only those are asked for. */
export function heldSubjectsIn(expression: string): readonly HeldSubject[] {
  const names = new Set([...expression.matchAll(/\bheld\.(\w+)/g)].map(([, name]) => name));
  return HELD_SUBJECTS.filter((subject) => names.has(subject));
}
