import { readFileSync } from 'node:fs';

/** One line of people.json: the population that the agencies know parts of. */
export interface Person {
  readonly name: string;
  readonly residentId: string;
  /** GB/T 2261.1: 1 男, 2 女. */
  readonly sex: '1' | '2';
  readonly birthDate: string;
  readonly phone: string;
  readonly divisionCode: string;
  readonly employer: string;
}

export function readPeople(): readonly Person[] {
  return readDataFile(new URL('../people.json', import.meta.url)) as readonly Person[];
}

/** Our own data, checked by a test of its own; callers say what it is. */
export function readDataFile(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** People every agency knows by heart. */
export const NEVER_ANSWERED = '990101198808080064';
export const UNSTEADY_INSURANCE = '990101197309080022';
export const COURT_RETURNS = '990101199501010031';
export const CHECK_HELD = '99010119680420004X';
