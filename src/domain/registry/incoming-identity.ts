import type { ParseFault, ParseResult } from '#domain/parse-result.ts';
import { fromParts, type LocalDate, parseLocalDate } from '#domain/referrals/local-date.ts';
import { isDamagedName, parsePersonName, type PersonName } from '#domain/registry/person-name.ts';
import { parsePhone, type Phone, phoneKind } from '#domain/registry/phone.ts';
import {
  birthDateOf,
  convertLegacyResidentId,
  parseResidentId,
  type ResidentId,
} from '#domain/registry/resident-id.ts';

/** Who a record of an agency is about, as it was written there. */
export interface PushedPerson {
  readonly name: string;
  /** Empty where the agency has none. */
  readonly residentId: string;
  readonly phone?: string | undefined;
  /** YYYY-MM-DD. */
  readonly birthDate?: string | undefined;
  readonly employer?: string | undefined;
}

/** The same after reading. What was hidden, damaged or malformed is absent and says nothing for or against anybody. */
export interface IncomingIdentity {
  readonly residentId: ParseResult<ResidentId>;
  readonly name: ParseResult<PersonName>;
  /** A name that can be compared. */
  readonly legibleName?: PersonName | undefined;
  readonly birthDate?: LocalDate | undefined;
  readonly phone?: Phone | undefined;
  readonly divisionCode: string;
  readonly employer?: string | undefined;
}

export function readIdentity(pushed: PushedPerson, divisionCode: string, today: LocalDate): IncomingIdentity {
  const residentId = parseResidentId(pushed.residentId, today);
  const name = parsePersonName(pushed.name);
  const phone = pushed.phone ? parsePhone(pushed.phone) : undefined;
  return {
    residentId,
    name,
    legibleName: name.ok && !isDamagedName(name.value) ? name.value : undefined,
    birthDate: residentId.ok ? birthDateOf(residentId.value) : likelyBirthDate(pushed, residentId.fault, today),
    // A hotline is everybody's.
    phone: phone?.ok && phoneKind(phone.value) !== 'HOTLINE' ? phone.value : undefined,
    divisionCode,
    employer: pushed.employer?.trim() || undefined,
  };
}

/**
 * Good enough to propose somebody, never to decide: as stated, else as it stands in a number of 15 digits or in one with
 * a slip somewhere. Of a masked number nothing is used.
 */
function likelyBirthDate(pushed: PushedPerson, fault: ParseFault, today: LocalDate): LocalDate | undefined {
  const stated = pushed.birthDate ? parseLocalDate(pushed.birthDate) : undefined;
  if (stated?.ok) return stated.value <= today ? stated.value : undefined;
  if (fault === 'LEGACY_FORM') {
    const proposal = convertLegacyResidentId(pushed.residentId, today);
    return proposal.ok ? birthDateOf(proposal.value) : undefined;
  }
  if (fault !== 'BAD_CHECK_DIGIT') return undefined;
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(pushed.residentId.replace(/\s/g, '')) ?? [];
  return fromParts(Number(year), Number(month), Number(day));
}
