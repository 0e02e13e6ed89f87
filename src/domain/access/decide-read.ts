import type { FieldClass } from '#domain/access/disclosure.ts';
import { type Grant, grantOf } from '#domain/access/field-policy.ts';
import { mayHandle } from '#domain/access/may-handle.ts';
import { OWN_PURPOSE, type PurposeCode, purposeOf } from '#domain/access/purposes.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** What a request says it is for. `case` only when the viewer may see the one that is named. */
export interface StatedPurpose {
  readonly code: PurposeCode;
  readonly case?: StatedCase | undefined;
}

export interface StatedCase {
  readonly id: string;
  readonly applicantId: string;
  readonly confidential: boolean;
  readonly item: ServiceItem;
  /** Those that the viewer may see. */
  readonly referrals: readonly Referral[];
}

/** One field of a person that somebody wants to read. */
export interface WantedField {
  readonly fieldClass: FieldClass;
  readonly personId: string;
  /** As a step discloses it, such as `applicant.phone`; absent for what no step discloses. */
  readonly path?: string | undefined;
}

export type ReadDecision =
  | { readonly allowed: true; readonly grant: Grant; readonly purpose: string; readonly caseId?: string | undefined }
  | { readonly allowed: false; readonly refusal: ReadRefusal };

export const READ_REFUSALS = [
  'ROLE',
  'NOT_OWN',
  'PURPOSE_NOT_STATED',
  'PURPOSE_NOT_YOURS',
  'CASE_NOT_NAMED',
  'CASE_NOT_THEIRS',
  'CASE_CONFIDENTIAL',
  'NOT_DISCLOSED',
] as const;
export type ReadRefusal = (typeof READ_REFUSALS)[number];

/**
 * Whether a field of a person may be read, before it is fetched. Deny first: what no rule grants is refused, and the first
 * reason found is the answer, so that whoever asks can mend one thing after the other.
 */
export function decideRead(viewer: Viewer, purpose: StatedPurpose | undefined, wanted: WantedField): ReadDecision {
  const grant = grantOf(viewer.role, wanted.fieldClass);
  if (!grant) return refused('ROLE');
  if (grant === 'OWN') {
    return viewer.personId === wanted.personId ? { allowed: true, grant, purpose: OWN_PURPOSE } : refused('NOT_OWN');
  }
  if (grant === 'RECORD')
    return { allowed: true, grant, purpose: purpose?.code ?? 'CASE_HANDLING', caseId: purpose?.case?.id };
  if (!purpose) return refused('PURPOSE_NOT_STATED');
  const { roles, needsCase } = purposeOf(purpose.code);
  if (!roles.includes(viewer.role)) return refused('PURPOSE_NOT_YOURS');
  const { case: named } = purpose;
  if ((needsCase || grant === 'HANDLED') && !named) return refused('CASE_NOT_NAMED');
  if (named && named.applicantId !== wanted.personId) return refused('CASE_NOT_THEIRS');
  if (named?.confidential && viewer.role === 'SUPERVISOR') return refused('CASE_CONFIDENTIAL');
  if (grant === 'HANDLED' && !(named && isDisclosed(viewer, named, wanted.path))) return refused('NOT_DISCLOSED');
  return { allowed: true, grant, purpose: purpose.code, caseId: named?.id };
}

/**
 * Whether a role is shown a class at all, of a record that it may see; for OWN and HANDLED the record's own rules decide
 * how much (`disclosed-form.ts`, `settlement-policy.ts`, `may-read-note.ts`).
 */
export function decideClass({ role }: Viewer, fieldClass: FieldClass, confidential = false): ReadDecision {
  const grant = grantOf(role, fieldClass);
  if (!grant) return refused('ROLE');
  if (confidential && role === 'SUPERVISOR') return refused('CASE_CONFIDENTIAL');
  return { allowed: true, grant, purpose: 'CASE_HANDLING' };
}

function refused(refusal: ReadRefusal): ReadDecision {
  return { allowed: false, refusal };
}

/** Whether a step that the viewer handles declares it, and the matter has been disclosed to them (two-step disclosure). */
function isDisclosed(viewer: Viewer, { item, referrals }: StatedCase, path: string | undefined): boolean {
  return referrals.some(
    (referral) =>
      mayHandle(viewer, referral) &&
      referral.disclosedAt !== undefined &&
      path !== undefined &&
      stepOf(item, referral.stepKey).discloses.includes(path),
  );
}
