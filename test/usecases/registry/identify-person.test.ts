import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { PushedHousehold } from '#domain/agencies/inbound-content.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { PushedPerson } from '#domain/registry/incoming-identity.ts';
import { maskResidentId } from '#domain/registry/masking.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import { birthDateOf, type ResidentId, residentIdCheckCharacter, sexOf } from '#domain/registry/resident-id.ts';
import type { Stores } from '#domain/stores.ts';
import { takeRecord, type TakenRecord } from '#usecases/feeds/take-record.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { CITY } from '../support/city-scope.ts';
import { openStage, type Stage } from '../support/stage.ts';

const random = seededRandom(990_350);
const BORN = localDate('1986-03-12');
const KNOWN = {
  name: '阿依古丽·买买提' as PersonName,
  residentId: makeResidentId(random, { bornFrom: BORN, bornTo: BORN }),
  phone: makePhone(random),
};
/** Born on the same day: a twin, or the same person with a number that was mistyped somewhere. */
const TWIN = makeResidentId(random, { bornFrom: BORN, bornTo: BORN });
const STRANGER = makeResidentId(random, { bornFrom: localDate('1990-01-01'), bornTo: localDate('1990-12-31') });

const NUMBERS = {
  exact: KNOWN.residentId,
  fullWidth: fullWidth(KNOWN.residentId),
  twin: TWIN,
  stranger: STRANGER,
  absent: '',
  masked: maskResidentId(KNOWN.residentId, 'INTERNAL'),
  maskedInPublic: maskResidentId(KNOWN.residentId, 'PUBLIC'),
  wrongCheck: wrongCheckOf(KNOWN.residentId),
  fifteenDigits: fifteenOf(KNOWN.residentId),
} as const;
const NAMES = {
  equal: '阿依古丽•买买提',
  different: '韦他人',
  masked: '阿***·***',
  damaged: '阿依?丽·买买提',
} as const;
const BIRTHS = { equal: BORN, different: '1999-01-01', absent: undefined } as const;
const PHONES = {
  equal: KNOWN.phone,
  different: '13999999999',
  masked: `${KNOWN.phone.slice(0, 3)}****${KNOWN.phone.slice(-4)}`,
  absent: undefined,
} as const;

interface Cell {
  readonly number: keyof typeof NUMBERS;
  readonly name: keyof typeof NAMES;
  readonly birth: keyof typeof BIRTHS;
  readonly phone: keyof typeof PHONES;
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) => Object.keys(table) as Key[];
const CELLS: readonly Cell[] = keysOf(NUMBERS).flatMap((number) =>
  keysOf(NAMES).flatMap((name) =>
    keysOf(BIRTHS).flatMap((birth) => keysOf(PHONES).map((phone) => ({ number, name, birth, phone }))),
  ),
);

const REASONS: Partial<Record<Cell['number'], string>> = {
  absent: 'NUMBER_MISSING',
  masked: 'NUMBER_MASKED',
  maskedInPublic: 'NUMBER_MASKED',
  wrongCheck: 'NUMBER_WRONG',
  fifteenDigits: 'NUMBER_LEGACY',
};

/** The rule in words a clerk would use, apart from the code that carries it out. */
function expectedOf({ number, name, phone }: Cell): string {
  const nameHidden = name === 'masked' || name === 'damaged';
  switch (number) {
    case 'exact':
    case 'fullWidth':
      // The number decides; only a legible other name says that somebody has to look.
      return name === 'different' ? 'IN_REVIEW NAME_DIFFERS' : 'LEAD known';
    case 'twin':
      if (name === 'equal' && phone === 'equal') return 'IN_REVIEW NUMBER_DIFFERS';
      return name === 'masked' ? 'FAULT name MASKED' : 'LEAD new';
    case 'stranger':
      return name === 'masked' ? 'FAULT name MASKED' : 'LEAD new';
    default:
      // No name to ask for and nobody found by the telephone: nothing to go by.
      if (nameHidden && phone !== 'equal') return 'FAULT residentId';
      return `IN_REVIEW ${REASONS[number]}`;
  }
}

describe(`whose a record is, in ${CELLS.length} ways it can be written`, () => {
  let stage: Stage;
  let knownId: string;

  beforeAll(async () => {
    stage = await openStage([]);
    const { stores, ids, clock } = stage.app.dependencies;
    knownId = ids.next();
    await stores.people.insertOrFind(
      { id: knownId, ...KNOWN, sex: sexOf(KNOWN.residentId), divisionCode: '990101' },
      clock.now(),
    );
  });
  afterAll(() => stage.close());

  it.each(keysOf(NUMBERS))('is as the rule says with a number that is %s, whatever the rest', async (number) => {
    const cells = CELLS.filter((cell) => cell.number === number);

    expect(cells).toHaveLength(48);
    for (const cell of cells) {
      expect([cell, await endOf(personIn(cell))]).toEqual([cell, expectedOf(cell)]);
    }
  });

  it('is never decided by anything but an exact number', () => {
    const linked = CELLS.filter((cell) => expectedOf(cell) === 'LEAD known');

    expect(new Set(linked.map(({ number }) => number))).toEqual(new Set(['exact', 'fullWidth']));
  });

  it('is proposed with the parts that agree, the hidden ones adding nothing', async () => {
    const candidates = async (cell: Cell) =>
      taking(personIn(cell), async (tx, taken) =>
        taken.end === 'IN_REVIEW'
          ? (await tx.matchReviews.find(EVERYWHERE, taken.reviewId))?.candidates.map(
              ({ personId, score, parts }) =>
                `${personId === knownId} ${score} ${parts.map(({ agreement }) => agreement).join(' ')}`,
            )
          : taken,
      );

    expect(await candidates({ number: 'masked', name: 'equal', birth: 'equal', phone: 'equal' })).toEqual([
      'true 95 EQUAL EQUAL EQUAL EQUAL UNKNOWN',
    ]);
    expect(await candidates({ number: 'masked', name: 'equal', birth: 'absent', phone: 'masked' })).toEqual([
      'true 45 EQUAL UNKNOWN UNKNOWN EQUAL UNKNOWN',
    ]);
    expect(await candidates({ number: 'absent', name: 'masked', birth: 'different', phone: 'equal' })).toEqual([
      'true 25 UNKNOWN DIFFERENT EQUAL EQUAL UNKNOWN',
    ]);
    expect(await candidates({ number: 'fifteenDigits', name: 'different', birth: 'absent', phone: 'absent' })).toEqual(
      [],
    );
  });

  function personIn({ number, name, birth, phone }: Cell): PushedPerson {
    return { name: NAMES[name], residentId: NUMBERS[number], birthDate: BIRTHS[birth], phone: PHONES[phone] };
  }

  async function endOf(worker: PushedPerson): Promise<string> {
    return taking(worker, async (tx, taken) => {
      switch (taken.end) {
        case 'LEAD': {
          const lead = await tx.leads.find(CITY, taken.leadId);
          return `LEAD ${lead?.personId === knownId ? 'known' : 'new'}${lead?.matched === (lead?.personId === knownId) ? '' : '?'}`;
        }
        case 'IN_REVIEW':
          return `IN_REVIEW ${(await tx.matchReviews.find(EVERYWHERE, taken.reviewId))?.reason}`;
        case 'FAULT':
          return taken.field === 'name' ? `FAULT name ${taken.reason}` : `FAULT ${taken.field}`;
        case 'DISMISSED':
          return taken.end;
      }
    });
  }

  /** Takes the record, looks at what came of it, and takes everything back, so that each cell finds the same register. */
  async function taking<Seen>(
    worker: PushedPerson,
    look: (tx: Stores, taken: TakenRecord) => Promise<Seen>,
  ): Promise<Seen> {
    const undone = new Error('taken back');
    const seen: Seen[] = [];
    const source = {
      agencyCode: agencyCode('civil-affairs'),
      kind: 'MESSAGE',
      id: crypto.randomUUID(),
      rowNumber: 1,
    } as const;
    await stage.app.dependencies.unitOfWork
      .run(async (tx) => {
        seen.push(await look(tx, await takeRecord(tx, householdOf(worker), source, stage.app.dependencies)));
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    const [answer] = seen;
    if (answer === undefined) throw new Error('nothing was seen');
    return answer;
  }
});

const EVERYWHERE = { kind: 'DIVISION', divisionCode: '990000', subject: 'test', confidential: 'ALL' } as const;

function householdOf(worker: PushedPerson): PushedHousehold {
  return {
    applicationNo: 'DB-1',
    category: 'DIBAO',
    status: 'APPLIED',
    divisionCode: '990101',
    householdSize: 3,
    worker,
  };
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
}

function wrongCheckOf(id: ResidentId): string {
  return `${id.slice(0, 17)}${residentIdCheckCharacter(id) === '1' ? '2' : '1'}`;
}

/** As it was written before 1999: without the century and the check character. */
function fifteenOf(id: ResidentId): string {
  expect(birthDateOf(id).startsWith('19')).toBe(true);
  return `${id.slice(0, 6)}${id.slice(8, 17)}`;
}
