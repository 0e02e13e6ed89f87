import type { FieldClass } from '#domain/access/disclosure.ts';
import type { ViewerRole } from '#domain/access/viewer.ts';

/**
 * On what a role sees fields of a class, in a record that it may see at all:
 * OWN 本人, what is said about the viewer; RECORD, whoever sees the record; HANDLED, whoever handles a referral of the case
 * that was disclosed to them, as far as its step declares; STATED, for a purpose that is stated and fits.
 */
export type Grant = 'OWN' | 'RECORD' | 'HANDLED' | 'STATED';

type ClassPolicy = Readonly<Partial<Record<ViewerRole, Grant>>>;

const AS_HANDLER = { MEDIATOR: 'HANDLED', TOWNSHIP: 'HANDLED', AGENCY: 'HANDLED' } as const;
const UNMASKED: ClassPolicy = { WINDOW: 'STATED', SUPERVISOR: 'STATED', WORKER: 'OWN', ...AS_HANDLER };

/**
 * Role × class of field. A role that is not named is never shown the class, and the field is not fetched for it. With
 * `graph-fields.ts`, which says what class each field is of, this is all of who may see what within a record; which records
 * is `row-scope.ts`, which root fields `root-field-policy.ts`.
 */
export const FIELD_POLICY: Readonly<Record<FieldClass, ClassPolicy>> = {
  IDENTITY: UNMASKED,
  CONTACT: UNMASKED,
  FINANCIAL: { WORKER: 'OWN', ...AS_HANDLER },
  HEALTH: { WINDOW: 'RECORD', WORKER: 'OWN' },
  CASE_CONTENT: { WINDOW: 'RECORD', SUPERVISOR: 'RECORD', WORKER: 'OWN', ...AS_HANDLER },
  AGENCY_RECORD: { WINDOW: 'STATED', SUPERVISOR: 'STATED', WORKER: 'OWN' },
};

export function grantOf(role: ViewerRole, fieldClass: FieldClass): Grant | undefined {
  return FIELD_POLICY[fieldClass][role];
}
