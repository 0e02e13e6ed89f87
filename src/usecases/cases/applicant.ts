import { refuse, type UserFault } from '#domain/errors.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';
import { matchingName, parsePersonName, type PersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import { parsePhone, type Phone } from '#domain/registry/phone.ts';
import { isDemoResidentId, parseResidentId, type ResidentId, sexOf } from '#domain/registry/resident-id.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ApplicantInput {
  readonly name: string;
  readonly residentId: string;
  readonly phone?: string | undefined;
}

export interface CheckedApplicant {
  readonly name: PersonName;
  readonly residentId: ResidentId;
  readonly phone?: Phone | undefined;
}

/** Checks what was typed about the applicant; collects faults instead of stopping at the first. */
export function checkApplicant(
  input: ApplicantInput,
  deps: Pick<UsecaseDependencies, 'clock' | 'production'>,
  faults: UserFault[],
): CheckedApplicant | undefined {
  const name = parsePersonName(input.name);
  if (!name.ok) faults.push({ code: 'NAME_INVALID', path: ['applicant', 'name'] });
  const residentId = checkResidentId(input.residentId, ['applicant', 'residentId'], deps, faults);
  const phone = input.phone ? parsePhone(input.phone) : undefined;
  if (phone && !phone.ok) faults.push({ code: 'PHONE_INVALID', path: ['applicant', 'phone'] });
  if (!name.ok || !residentId || (phone && !phone.ok)) return undefined;
  return { name: name.value, residentId, phone: phone?.value };
}

export function checkResidentId(
  text: string,
  path: readonly string[],
  deps: Pick<UsecaseDependencies, 'clock' | 'production'>,
  faults: UserFault[],
): ResidentId | undefined {
  const today: LocalDate = localDateOf(deps.clock.now());
  const residentId = parseResidentId(text, today);
  if (!residentId.ok) {
    faults.push({ code: 'RESIDENT_ID_INVALID', path });
    return undefined;
  }
  if (deps.production && isDemoResidentId(residentId.value)) {
    faults.push({ code: 'TEST_IDENTITY_IN_LIVE', path });
    return undefined;
  }
  return residentId.value;
}

/**
 * The applicant's entry in the register, made when there is none. A known number with another name is refused: either a
 * slip of the pen or a person to be corrected first, and never a silent overwrite.
 */
export async function resolveApplicant(
  tx: Stores,
  applicant: CheckedApplicant,
  divisionCode: string,
  deps: UsecaseDependencies,
): Promise<Person> {
  const at = deps.clock.now();
  const known =
    (await tx.people.findByResidentId(applicant.residentId)) ??
    (await tx.people.insertOrFind(
      {
        id: deps.ids.next(),
        name: applicant.name,
        residentId: applicant.residentId,
        phone: applicant.phone,
        sex: sexOf(applicant.residentId),
        divisionCode,
      },
      at,
    ));
  if (matchingName(known.name) !== matchingName(applicant.name)) refuse('IDENTITY_MISMATCH', ['applicant', 'name']);
  if (applicant.phone && applicant.phone !== known.phone) await tx.people.updatePhone(known.id, applicant.phone, at);
  return known;
}
