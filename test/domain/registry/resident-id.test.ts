import * as fc from 'fast-check';
import { stdnum } from 'stdnum';
import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import {
  birthDateOf,
  convertLegacyResidentId,
  isDemoResidentId,
  parseResidentId,
  regionCodeOf,
  type ResidentId,
  residentIdCheckCharacter,
  sexOf,
} from '#domain/registry/resident-id.ts';
import { PUBLISHED_RESIDENT_IDS } from '../../fixtures/published-identifiers.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';

const TODAY = localDate('2026-11-21');

const BORN_IN_THE_19TH_CENTURY = [
  '450103188501010019',
  '360781188102030020',
  '36080318820304003X',
  '320509188304050047',
  '360102188405060050',
  '451321188506070066',
];
const DEMONSTRATION_PEOPLE = [
  '990101198603120018',
  '990101197309080022',
  '990101199501010031',
  '99010119680420004X',
  '990101200002290054',
  '990101198808080064',
];

const CHARACTERS = Array.from('0123456789X');
const anyId = fc.integer().map((seed) => makeResidentId(seededRandom(seed)));

describe('a resident identity number', () => {
  it.each([...PUBLISHED_RESIDENT_IDS, ...BORN_IN_THE_19TH_CENTURY, ...DEMONSTRATION_PEOPLE])('takes %s', (id) => {
    expect(parseResidentId(id, TODAY)).toEqual({ ok: true, value: id });
  });

  it.each([
    ['a wrong check digit', '450103188501010018', 'BAD_CHECK_DIGIT'],
    ['a month 13', '450103188513010011', 'BAD_DATE'],
    ['a missing digit', '45010318850101001', 'BAD_LENGTH'],
    ['30 February', withCheck('99010119900230001'), 'BAD_DATE'],
    ['29 February in a common year', withCheck('99010119010229001'), 'BAD_DATE'],
    ['a birth tomorrow', withCheck('99010120261122001'), 'FUTURE_DATE'],
    ['a birth in 2031', withCheck('99010120310101001'), 'FUTURE_DATE'],
    ['a birth in the 18th century', withCheck('99010117991231001'), 'BAD_DATE'],
    ['a region that begins with 0', withCheck('09010119860312001'), 'BAD_REGION'],
    ['a letter inside', '9901011986O3120018', 'BAD_CHARACTER'],
    ['an X that is not last', '99010119860312X018', 'BAD_CHARACTER'],
    ['15 digits of the first generation', '990101860312001', 'LEGACY_FORM'],
    ['stars', '990101********0018', 'MASKED'],
    ['full-width stars', '990101＊＊＊＊＊＊＊＊0018', 'MASKED'],
    ['a run of x', '990101xxxxxxxx0018', 'MASKED'],
    ['nothing', ' \u3000', 'EMPTY'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseResidentId(text, TODAY)).toEqual({ ok: false, fault });
  });

  it('takes a birth of today', () => {
    expect(parseResidentId(withCheck('99010120261121001'), TODAY).ok).toBe(true);
  });

  it.each([
    ['a small x', '99010119680420004x', '99010119680420004X'],
    ['full-width digits and X', '９９０１０１１９６８０４２０００４Ｘ', '99010119680420004X'],
    ['blanks and a byte order mark', '\ufeff 990101 19860312 0018\u3000', '990101198603120018'],
  ])('mends %s', (_, text, id) => {
    expect(parseResidentId(text, TODAY)).toEqual({ ok: true, value: id });
  });

  it.each([
    ['an abolished county', '450127'],
    ['a Hong Kong resident', '810000'],
    ['a foreign permanent resident', '911344'],
  ])('takes the region of %s', (_, region) => {
    expect(parseResidentId(withCheck(`${region}18860312001`), TODAY).ok).toBe(true);
  });

  it('tells birth date, sex and region of issue', () => {
    const id = '990101200002290054' as ResidentId;

    expect([birthDateOf(id), sexOf(id), regionCodeOf(id), isDemoResidentId(id)]).toEqual([
      '2000-02-29',
      'MALE',
      '990101',
      true,
    ]);
    expect(sexOf('990101198808080064' as ResidentId)).toBe('FEMALE');
    expect(isDemoResidentId('450103188501010019' as ResidentId)).toBe(false);
  });

  it('refuses every number with one character changed', () => {
    fc.assert(
      fc.property(anyId, fc.nat(17), fc.constantFrom(...CHARACTERS), (id, position, char) => {
        fc.pre(id[position] !== char);
        expect(parseResidentId(id.slice(0, position) + char + id.slice(position + 1), TODAY).ok).toBe(false);
      }),
    );
  });

  it('takes whatever the factory makes, with the wishes fulfilled', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('MALE', 'FEMALE'), (seed, sex) => {
        const bornFrom = localDate('1971-02-03');
        const bornTo = localDate('1971-02-05');
        const id = makeResidentId(seededRandom(seed), { sex, bornFrom, bornTo });

        expect(parseResidentId(id, TODAY)).toEqual({ ok: true, value: id });
        expect(sexOf(id)).toBe(sex);
        expect(birthDateOf(id) >= bornFrom && birthDateOf(id) <= bornTo).toBe(true);
      }),
    );
  });

  it('agrees with an independent implementation, on right and on wrong numbers', () => {
    fc.assert(
      fc.property(anyId, fc.nat(17), fc.constantFrom(...CHARACTERS), (id, position, char) => {
        const text = id.slice(0, position) + char + id.slice(position + 1);
        fc.pre(!text.startsWith('0'));
        expect(parseResidentId(text, TODAY).ok).toBe(stdnum.CN?.ric?.validate(text).isValid);
      }),
    );
  });
});

describe('a number of the first generation', () => {
  it('is converted for a person to confirm', () => {
    expect(convertLegacyResidentId(' 990101860312001 ', TODAY)).toEqual({ ok: true, value: '990101198603120018' });
  });

  it.each([
    ['a new number', '990101198603120018', 'BAD_FORM'],
    ['a date that does not exist', '990101860230001', 'BAD_DATE'],
  ])('is not made from %s', (_, text, fault) => {
    expect(convertLegacyResidentId(text, TODAY)).toEqual({ ok: false, fault });
  });
});

function withCheck(front: string): string {
  return front + residentIdCheckCharacter(front);
}
