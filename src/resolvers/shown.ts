import type { FieldClass } from '#domain/access/disclosure.ts';
import { OWN_PURPOSE } from '#domain/access/purposes.ts';
import type { CaseEvent, CaseHeader } from '#domain/cases/case.ts';
import type { Lead } from '#domain/feeds/lead.ts';
import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { MatchReview } from '#domain/registry/match-review.ts';
import type { PersonLink } from '#domain/registry/person-link.ts';
import type { Context } from '#resolvers/context.ts';

/** Whom a record with sensitive fields is about. */
interface Subject {
  readonly personId?: string | undefined;
  readonly caseId?: string | undefined;
}

/**
 * By the type of the public contract. A type with a sensitive field that is missing here stops the start-up; those of a
 * person are read through `read-of-person.ts`.
 */
// Each takes the record its own type maps to; a table of them can name none, and the caller casts for that reason.
export const SUBJECTS: Readonly<Record<string, (parent: never) => Subject>> = {
  Case: ({ id, applicantId }: CaseHeader) => ({ personId: applicantId, caseId: id }),
  CaseEvent: ({ caseId }: CaseEvent) => ({ caseId }),
  Referral: ({ caseId }: Referral) => ({ caseId }),
  // Noted where the question is answered.
  PreviewCasePayload: () => ({}),
  Lead: ({ personId }: Lead) => ({ personId }),
  MatchReview: ({ decision }: MatchReview) => ({ personId: decision?.personId }),
  MedicalSettlement: ({ personId, caseId }: MedicalSettlement) => ({ personId, caseId }),
  PersonLink: ({ keepId }: PersonLink) => ({ personId: keepId }),
};

/**
 * Remembers for the access ledger that a field of a record was shown; it is written down before the answer leaves the house.
 * What is about nobody in the register and no case, such as a record that waits for its person, has nobody to be told to.
 */
export async function noteShown(subject: Subject, fieldClass: FieldClass, context: Context): Promise<void> {
  if (!subject.personId && !subject.caseId) return;
  const { disclosures, viewer, statedPurpose } = context;
  const own = viewer.role === 'WORKER' ? OWN_PURPOSE : undefined;
  const purpose =
    own ?? (await statedPurpose())?.code ?? (viewer.role === 'SUPERVISOR' ? 'SUPERVISION' : 'CASE_HANDLING');
  disclosures.add({ ...subject, fieldClasses: [fieldClass], purpose });
}
