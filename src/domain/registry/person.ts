import type { Sex } from '#domain/registry/code-sets.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

/** Someone in the register. In memory only: the store keeps name, identity and phone sealed. */
export interface Person {
  readonly id: string;
  readonly name: PersonName;
  readonly residentId: ResidentId;
  readonly phone?: Phone | undefined;
  readonly sex: Sex;
  readonly divisionCode: string;
}
