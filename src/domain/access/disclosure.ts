import type { AgencyCode } from '#domain/agencies/agency-code.ts';

/** 敏感字段的类别, as `@sensitive` of the public contract names them, in the order in which they are written down. */
export const FIELD_CLASSES = ['IDENTITY', 'CONTACT', 'FINANCIAL', 'HEALTH', 'CASE_CONTENT', 'AGENCY_RECORD'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** Shown, or asked for and refused: somebody who tries many doors is worth knowing, too. */
export type DisclosureDecision = 'SHOWN' | 'REFUSED';

/** What one request showed of one person or case. Ids and codes alone: what the fields said is nowhere in it. */
export interface Disclosure {
  /** Whom it says something about; absent where that is not known, as of a lead that nobody has claimed. */
  readonly personId?: string | undefined;
  readonly caseId?: string | undefined;
  readonly fieldClasses: readonly FieldClass[];
  /** Why it was needed: a code such as CASE_HANDLING. */
  readonly purpose: string;
  /** Whose record it is, where another agency holds it. */
  readonly sourceAgency?: AgencyCode | undefined;
  /** SHOWN unless it says otherwise. */
  readonly decision?: DisclosureDecision | undefined;
}
