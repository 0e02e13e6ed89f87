import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { BankCardNumber } from '#domain/registry/bank-card.ts';
import type { Sex } from '#domain/registry/code-sets.ts';
import { matchingName, type PersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { birthDateOf, type ResidentId } from '#domain/registry/resident-id.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';

// The places personal columns are sealed for: table.column:row.
const place = (column: string, id: string) => `person.${column}:${id}`;

/**
 * What is read of a person. The columns for searching and the bank card stay where they are: with them, reading a page
 * of 20 takes 1.6 times the CPU (`npm run bench -- store`).
 */
export const PERSON_COLUMNS = {
  id: true,
  nameSealed: true,
  residentIdSealed: true,
  phoneSealed: true,
  sex: true,
  divisionCode: true,
} as const satisfies Prisma.PersonSelect;

export type PersonRow = Prisma.PersonGetPayload<{ select: typeof PERSON_COLUMNS }>;

export function openPerson(row: PersonRow, crypto: CryptoProvider): Person {
  return {
    id: row.id,
    name: crypto.openText(row.nameSealed, place('name', row.id)) as PersonName,
    residentId: crypto.openText(row.residentIdSealed, place('resident_id', row.id)) as ResidentId,
    phone: row.phoneSealed ? (crypto.openText(row.phoneSealed, place('phone', row.id)) as Phone) : undefined,
    sex: row.sex as Sex,
    divisionCode: row.divisionCode,
  };
}

export function sealPerson(person: Person, crypto: CryptoProvider) {
  return {
    id: person.id,
    nameSealed: crypto.seal(person.name, place('name', person.id)),
    nameIndex: nameIndex(person.name, crypto),
    residentIdSealed: crypto.seal(person.residentId, place('resident_id', person.id)),
    residentIdIndex: residentIdIndex(person.residentId, crypto),
    nameBirthIndex: nameBirthIndex(person.name, birthDateOf(person.residentId), crypto),
    ...(person.phone && sealPhone(person.id, person.phone, crypto)),
    sex: person.sex,
    divisionCode: person.divisionCode,
  };
}

export function sealPhone(id: string, phone: Phone, crypto: CryptoProvider) {
  return {
    phoneSealed: crypto.seal(phone, place('phone', id)),
    phoneIndex: phoneIndex(phone, crypto),
  };
}

export function sealBankCard(id: string, card: BankCardNumber, crypto: CryptoProvider) {
  return { bankCardSealed: crypto.seal(card, place('bank_card', id)) };
}

export function openBankCard(id: string, sealed: Uint8Array, crypto: CryptoProvider): BankCardNumber {
  return crypto.openText(sealed, place('bank_card', id)) as BankCardNumber;
}

export function nameIndex(name: PersonName, crypto: CryptoProvider): Uint8Array<ArrayBuffer> {
  return crypto.blindIndex(matchingName(name), 'person.name');
}

export function nameBirthIndex(name: PersonName, born: LocalDate, crypto: CryptoProvider): Uint8Array<ArrayBuffer> {
  return crypto.blindIndex(`${matchingName(name)}/${born}`, 'person.name_birth');
}

export function phoneIndex(phone: Phone, crypto: CryptoProvider): Uint8Array<ArrayBuffer> {
  return crypto.blindIndex(phone, 'person.phone');
}

export function residentIdIndex(residentId: ResidentId, crypto: CryptoProvider): Uint8Array<ArrayBuffer> {
  return crypto.blindIndex(residentId, 'person.resident_id');
}
