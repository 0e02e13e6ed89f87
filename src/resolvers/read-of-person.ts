import { decideRead, type ReadDecision, type ReadRefusal } from '#domain/access/decide-read.ts';
import type { FieldClass } from '#domain/access/disclosure.ts';
import type { Person } from '#domain/registry/person.ts';
import type { SourceAnswer } from '#domain/registry/source-answer.ts';
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

/** A field of a person that is shown whole, or null. Decided before it is read, and remembered for the access ledger. */
export async function readOfPerson<Value>(
  field: PersonField,
  person: Person,
  context: Context,
  read: (person: Person) => Value,
): Promise<Value | null> {
  const decision = await decidePersonField(field, person.id, context);
  const value = decision.allowed ? read(person) : null;
  if (!decision.allowed || (value !== null && value !== undefined)) await note(decision, field, person, context);
  return value;
}

/** What another agency holds; whoever may not ask gets DENIED with the reason, and the agency was not asked. */
export async function sourceOfPerson<Answer extends SourceAnswer<unknown>>(
  field: PersonField,
  person: Person,
  context: Context,
  load: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const answer = await load();
  // An agency that said nothing has told nothing.
  if (!answer || answer.status === 'UNAVAILABLE') return answer;
  await note(await decidePersonField(field, person.id, context), field, person, context, answer);
  return answer;
}

/** Whoever states a purpose that is not theirs, or somebody else's case, is trying doors; a forgotten header is none. */
const TRYING_DOORS: readonly ReadRefusal[] = [
  'PURPOSE_NOT_YOURS',
  'CASE_NOT_NAMED',
  'CASE_NOT_THEIRS',
  'CASE_CONFIDENTIAL',
];

async function note(
  decision: ReadDecision,
  field: PersonField,
  { id: personId }: Person,
  { disclosures, statedPurpose }: Context,
  answer?: SourceAnswer<unknown>,
): Promise<void> {
  const fieldClasses = [PERSON_FIELDS[field].fieldClass];
  if (decision.allowed) {
    const { caseId, purpose } = decision;
    disclosures.add({ personId, caseId, fieldClasses, purpose, sourceAgency: answer?.agencyCode });
    return;
  }
  const stated = await statedPurpose();
  if (stated && TRYING_DOORS.includes(decision.refusal))
    disclosures.add({ personId, fieldClasses, purpose: stated.code, decision: 'REFUSED' });
}
