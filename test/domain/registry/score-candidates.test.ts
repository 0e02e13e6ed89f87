import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '#domain/referrals/local-date.ts';
import { decideIdentity } from '#domain/registry/decide-identity.ts';
import { readIdentity } from '#domain/registry/incoming-identity.ts';
import { MATCH_PART_KINDS, MATCH_WEIGHTS, MOST_CANDIDATES } from '#domain/registry/match-weights.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { birthDateOf } from '#domain/registry/resident-id.ts';
import {
  type Comparable,
  comparableOf,
  type KnownPerson,
  looksAlike,
  scoreCandidates,
  scoreOf,
} from '#domain/registry/score-candidates.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';

const TODAY = localDate('2026-11-21');

const names = fc.constantFrom(
  '覃桂兰',
  '覃*兰',
  '覃?兰',
  '阿依古丽·买买提',
  '阿依古丽•买买提',
  '韦志强',
  '李某某',
  undefined,
);
const someone: fc.Arbitrary<Comparable> = fc.record({
  name: names,
  birthDate: fc.option(
    fc.integer({ min: 0, max: 3 }).map((days) => addDays(localDate('1986-03-12'), days)),
    { nil: undefined },
  ),
  phone: fc.constantFrom(...(['19909900001', '19909900002'] as Phone[]), undefined),
  divisionCode: fc.constantFrom('990101', '990101001', '990102', undefined),
  employers: fc.subarray(['桂江第二纺织厂', '桂江第二纺织厂工会委员会', '桂江环卫服务有限公司', '桂江**公司']),
});

function known(id: string, wishes: Partial<Person> = {}, employers: readonly string[] = []): KnownPerson {
  const residentId = makeResidentId(seededRandom(id.length + id.charCodeAt(0)));
  const person = {
    id,
    name: '覃桂兰' as PersonName,
    residentId,
    sex: 'FEMALE',
    divisionCode: '990101',
    ...wishes,
  } as const;
  return { person, employers };
}

describe('the score of two descriptions of a person', () => {
  it('lies between 0 and 100 and is the sum of its parts', () => {
    expect(MATCH_PART_KINDS.reduce((sum, kind) => sum + MATCH_WEIGHTS[kind], 0)).toBe(100);
    fc.assert(
      fc.property(someone, someone, (one, other) => {
        const { score, parts } = scoreOf(one, other);

        expect(parts.map(({ kind }) => kind)).toEqual(MATCH_PART_KINDS);
        expect(score).toBe(parts.reduce((sum, { points }) => sum + points, 0));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('is the same whichever side is called first', () => {
    fc.assert(
      fc.property(someone, someone, (one, other) => {
        expect(scoreOf(one, other)).toEqual(scoreOf(other, one));
      }),
    );
  });

  it('never falls when one more part is made to agree', () => {
    fc.assert(
      fc.property(
        someone,
        someone,
        fc.constantFrom('name', 'birthDate', 'phone', 'divisionCode', 'employers'),
        (one, other, part) => {
          const agreeing = { ...one, [part]: other[part] };

          const before = scoreOf(one, other).score;
          const after = scoreOf(agreeing, other).score;

          // Where the other side does not say, or hides it, nothing is gained and nothing lost.
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it('gains nothing from a value that is hidden, damaged or missing', () => {
    fc.assert(
      fc.property(someone, someone, fc.constantFrom('覃**', '覃?兰', '覃某某', undefined), (one, other, hidden) => {
        const { score, parts } = scoreOf({ ...one, name: hidden }, other);

        expect(parts.find(({ kind }) => kind === 'NAME')).toEqual({ kind: 'NAME', agreement: 'UNKNOWN', points: 0 });
        expect(score).toBeLessThanOrEqual(scoreOf(one, other).score);
      }),
    );
    expect(scoreOf({ name: '覃**', employers: [] }, { name: '覃**', employers: [] }).score).toBe(0);
  });

  it.each([
    '阿依古丽·买买提',
    '阿依古丽•买买提',
    '阿依古丽．买买提',
    '阿依古丽・买买提',
    '阿依古丽.买买提',
    ' 阿依古丽 · 买买提 ',
  ])('takes %j for the same name', (name) => {
    expect(scoreOf({ name, employers: [] }, { name: '阿依古丽·买买提', employers: [] }).score).toBe(MATCH_WEIGHTS.NAME);
  });

  it('takes a grassroots union for its employer', () => {
    const { score } = scoreOf({ employers: ['桂江第二纺织厂'] }, { employers: ['桂江第二纺织厂工会委员会'] });

    expect(score).toBe(MATCH_WEIGHTS.EMPLOYER);
  });
});

describe('the list of candidates', () => {
  it('puts the best first, in one order whatever order they came in, and leaves out those of whom too little agrees', () => {
    const people = [
      known('a', { name: '韦志强' as PersonName }),
      known('b'),
      known('c', { phone: '19909900001' as Phone }),
      known('d', {}, ['桂江第二纺织厂工会']),
    ];
    const incoming = {
      name: '覃桂兰',
      phone: '19909900001' as Phone,
      divisionCode: '990101',
      employers: ['桂江第二纺织厂'],
    };

    const list = scoreCandidates(incoming, people);

    expect(list.map(({ personId, score }) => `${personId} ${score}`)).toEqual(['c 65', 'd 50', 'b 45']);
    expect(scoreCandidates(incoming, people.toReversed())).toEqual(list);
  });

  it('is never longer than somebody reads', () => {
    const crowd = Array.from({ length: 50 }, (_, index) => known(`p${index}`));

    expect(scoreCandidates({ name: '覃桂兰', employers: [] }, crowd)).toHaveLength(MOST_CANDIDATES);
  });
});

describe('twins', () => {
  it('with one name and birth date and two numbers are never taken for one another by themselves', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom<Phone | undefined>('19909900001' as Phone, undefined),
        (seed, phone) => {
          const random = seededRandom(seed);
          const day = birthDateOf(makeResidentId(random));
          const [mine, theirs] = [1, 2].map(() => makeResidentId(random, { bornFrom: day, bornTo: day }));
          fc.pre(mine !== undefined && theirs !== undefined && mine !== theirs);
          const twin = known('twin', { residentId: theirs, phone });
          const incoming = readIdentity({ name: '覃桂兰', residentId: String(mine), phone }, '990101', TODAY);
          const candidates = scoreCandidates({ ...comparableOf(twin), employers: [] }, [twin]);

          const decision = decideIdentity(incoming, undefined, candidates);

          expect(decision.kind).toBe(candidates.some(looksAlike) ? 'REVIEW' : 'NEW');
          expect(decision.kind).toBe(phone ? 'REVIEW' : 'NEW');
        },
      ),
    );
  });
});

describe('what is read of a record', () => {
  const read = (residentId: string, birthDate?: string) =>
    readIdentity({ name: '覃桂兰', residentId, birthDate }, '990101', TODAY).birthDate;

  it.each([
    ['of a right number, its own birth date whatever else is stated', '990101198603120018', '1999-01-01', '1986-03-12'],
    ['of full-width digits', '９９０１０１１９８６０３１２００１８', undefined, '1986-03-12'],
    ['of a number with a slip, the digits of the date', '990101198603120017', undefined, '1986-03-12'],
    ['of an old number, the date in the 20th century', '990101860312001', undefined, '1986-03-12'],
    ['of a masked number nothing', '990101198603****18', undefined, undefined],
    ['of a masked number, the date stated beside it', '990101********0018', '1986-03-12', '1986-03-12'],
    ['of a date that is none nothing', '', '1986-02-30', undefined],
    ['of a date to come nothing', '', '2027-01-01', undefined],
    ['of a number with a slip in its date nothing', '990101198613120018', undefined, undefined],
  ])('%s', (_what, residentId, birthDate, expected) => {
    expect(read(residentId, birthDate)).toBe(expected);
  });

  it('takes no hotline for somebody’s telephone', () => {
    expect(readIdentity({ name: '覃桂兰', residentId: '', phone: '12351' }, '990101', TODAY).phone).toBeUndefined();
  });
});
