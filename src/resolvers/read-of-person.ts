import { decideRead, type ReadDecision } from '#domain/access/decide-read.ts';
import type { FieldClass } from '#domain/access/disclosure.ts';
import type { Context } from '#resolvers/context.ts';

/** The fields of a person that are shown whole or come from elsewhere, as a step of a plan discloses them. */
export const PERSON_FIELDS = {
  name: { fieldClass: 'IDENTITY', path: 'applicant.name' },
  residentId: { fieldClass: 'IDENTITY', path: 'applicant.residentId' },
  phone: { fieldClass: 'CONTACT', path: 'applicant.phone' },
  dockets: { fieldClass: 'AGENCY_RECORD', path: undefined },
  insuranceEnrolments: { fieldClass: 'AGENCY_RECORD', path: undefined },
  socialAssistance: { fieldClass: 'AGENCY_RECORD', path: undefined },
} as const satisfies Readonly<Record<string, { fieldClass: FieldClass; path: string | undefined }>>;

export type PersonField = keyof typeof PERSON_FIELDS;

export function isPersonField(name: string): name is PersonField {
  return Object.hasOwn(PERSON_FIELDS, name);
}

export async function decidePersonField(
  field: PersonField,
  personId: string,
  { viewer, statedPurpose }: Context,
): Promise<ReadDecision> {
  return decideRead(viewer, await statedPurpose(), { ...PERSON_FIELDS[field], personId });
}
