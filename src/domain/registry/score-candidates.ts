import type { LocalDate } from '#domain/referrals/local-date.ts';
import { looksMasked } from '#domain/registry/masking-marks.ts';
import {
  MATCH_PART_KINDS,
  MATCH_WEIGHTS,
  type MatchPartKind,
  MOST_CANDIDATES,
  PROPOSED_FROM,
} from '#domain/registry/match-weights.ts';
import { isDamagedName, matchingName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { birthDateOf } from '#domain/registry/resident-id.ts';

/** UNKNOWN where one of the two does not say, or hides it. */
export type Agreement = 'EQUAL' | 'DIFFERENT' | 'UNKNOWN';

export interface MatchPart {
  readonly kind: MatchPartKind;
  readonly agreement: Agreement;
  readonly points: number;
}

/** What is compared of a person; the same of both sides. */
export interface Comparable {
  readonly name?: string | undefined;
  readonly birthDate?: LocalDate | undefined;
  readonly phone?: Phone | undefined;
  readonly divisionCode?: string | undefined;
  readonly employers: readonly string[];
}

export interface Score {
  readonly score: number;
  readonly parts: readonly MatchPart[];
}

/** Somebody in the register, with what else is known that helps to tell people apart. */
export interface KnownPerson {
  readonly person: Person;
  readonly employers: readonly string[];
}

export interface ScoredPerson extends Score {
  readonly personId: string;
}

/** 0 to 100, the same whichever side is called first. A score orders a list; it never decides. */
export function scoreOf(one: Comparable, other: Comparable): Score {
  const parts = MATCH_PART_KINDS.map((kind): MatchPart => {
    const agreement = AGREEMENTS[kind](one, other);
    return { kind, agreement, points: agreement === 'EQUAL' ? MATCH_WEIGHTS[kind] : 0 };
  });
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}

/** The best first; those of whom too little agrees are left out. */
export function scoreCandidates(
  incoming: Comparable,
  known: readonly KnownPerson[],
  from: number = PROPOSED_FROM,
): readonly ScoredPerson[] {
  return known
    .map((each) => ({ personId: each.person.id, ...scoreOf(incoming, comparableOf(each)) }))
    .filter(({ score }) => score >= from)
    .toSorted((a, b) => b.score - a.score || (a.personId < b.personId ? -1 : 1))
    .slice(0, MOST_CANDIDATES);
}

/** Name, birth date and telephone agree: with another number, one of the two numbers may be wrong, or they are twins. */
export function looksAlike({ parts }: Score): boolean {
  const equal = new Set(parts.filter(({ agreement }) => agreement === 'EQUAL').map(({ kind }) => kind));
  return equal.has('NAME') && equal.has('BIRTH_DATE') && equal.has('PHONE');
}

export function comparableOf({ person, employers }: KnownPerson): Comparable {
  const { name, residentId, phone, divisionCode } = person;
  return { name, birthDate: birthDateOf(residentId), phone, divisionCode, employers };
}

const AGREEMENTS: Readonly<Record<MatchPartKind, (one: Comparable, other: Comparable) => Agreement>> = {
  NAME: (one, other) => agreementOf(comparableName(one.name), comparableName(other.name)),
  BIRTH_DATE: (one, other) => agreementOf(one.birthDate, other.birthDate),
  PHONE: (one, other) => agreementOf(one.phone, other.phone),
  DIVISION: (one, other) => agreementOf(one.divisionCode?.slice(0, 6), other.divisionCode?.slice(0, 6)),
  EMPLOYER(one, other) {
    const [ours, theirs] = [one, other].map(({ employers }) => employers.map(comparableEmployer).filter(Boolean));
    if (!ours?.length || !theirs?.length) return 'UNKNOWN';
    return ours.some((name) => theirs.includes(name)) ? 'EQUAL' : 'DIFFERENT';
  },
};

function agreementOf(one: string | undefined, other: string | undefined): Agreement {
  if (!one || !other || looksMasked(one) || looksMasked(other)) return 'UNKNOWN';
  return one === other ? 'EQUAL' : 'DIFFERENT';
}

function comparableName(name: string | undefined): string | undefined {
  return name === undefined || isDamagedName(name) ? undefined : matchingName(name);
}

/** A grassroots union bears its employer's name: 桂江速达物流有限公司工会委员会 is that of 桂江速达物流有限公司. */
function comparableEmployer(name: string): string {
  return looksMasked(name) ? '' : matchingName(name).replace(/(?:联合)?工会(?:委员会)?$/u, '');
}
