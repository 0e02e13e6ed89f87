import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { fileHousehold, type HouseholdFinding } from '#domain/registry/file-household.ts';
import { type HardshipFile, HARDSHIP_FILE_STATUSES, type HardshipFileStatus } from '#domain/registry/hardship-file.ts';

const FRESH = { id: 'file-new', fileNo: 'KN990101-2026-000001' };
const ON = localDate('2026-03-20');

function finding(changes: Partial<HouseholdFinding> = {}): HouseholdFinding {
  return {
    personId: 'person-1',
    divisionCode: '990101',
    householdSize: 4,
    category: 'DEEP',
    shown: ['VERIFY', 'VISIT', 'FILE'],
    on: ON,
    ...changes,
  };
}

function fileIn(status: HardshipFileStatus): HardshipFile {
  return {
    id: 'file-1',
    fileNo: 'KN990101-2021-0004',
    personId: 'person-1',
    category: 'RELATIVE',
    status,
    version: 3,
    householdSize: 3,
    divisionCode: '990102',
    filedOn: localDate('2021-05-19'),
  };
}

function after(existing: HardshipFile | undefined, found = finding()) {
  const filing = fileHousehold(existing, FRESH, found);
  if (!filing.filed) throw new Error(`refused: ${filing.refusal}`);
  return filing;
}

describe('the file of a household that was aided', () => {
  it('is opened and goes the whole way, first the file and then the aid', () => {
    const { file, moves } = after(undefined);

    expect(file).toMatchObject({ ...FRESH, category: 'DEEP', status: 'AIDED', householdSize: 4, filedOn: ON });
    expect(moves.map(({ event, to }) => `${event} ${to}`)).toEqual([
      'SUBMIT SUBMITTED',
      'REVIEW UNIT_REVIEW',
      'VISIT VISITED',
      'VERIFY VERIFYING',
      'PUBLICIZE PUBLICIZED',
      'FILE FILED',
      'AID AIDED',
    ]);
  });

  it('says which steps the case did not show', () => {
    const implied = ({ moves }: ReturnType<typeof after>) =>
      moves.filter((move) => move.implied).map(({ event }) => event);

    expect(implied(after(undefined))).toEqual(['PUBLICIZE']);
    expect(implied(after(undefined, finding({ shown: ['VISIT', 'FILE'] })))).toEqual(['VERIFY', 'PUBLICIZE']);
    expect(implied(after(undefined, finding({ shown: ['VISIT', 'VERIFY', 'PUBLICIZE', 'FILE'] })))).toEqual([]);
  });

  const REFUSED: Partial<Record<HardshipFileStatus, string>> = {
    EXIT_PROPOSED: 'EXIT_UNDER_WAY',
    EXIT_PUBLICIZED: 'EXIT_UNDER_WAY',
    CANCELLED: 'ALREADY_OVER',
  };

  it.each(HARDSHIP_FILE_STATUSES.filter((status) => REFUSED[status] === undefined))(
    'goes on from %s under its number',
    (status) => {
      const { file, moves } = after(fileIn(status));

      expect(file).toMatchObject({ id: 'file-1', fileNo: 'KN990101-2021-0004', status: 'AIDED', version: 3 });
      expect(moves[0]?.from).toBe(status);
      expect(moves.at(-1)?.event).toBe('AID');
    },
  );

  it.each(Object.entries(REFUSED))('is refused in %s as %s', (status, refusal) => {
    const filing = fileHousehold(fileIn(status as HardshipFileStatus), FRESH, finding());

    expect(filing).toEqual({ filed: false, refusal });
  });

  it('keeps the day it was filed on, unless it is filed anew', () => {
    expect(after(fileIn('AIDED')).file.filedOn).toBe('2021-05-19');
    expect(after(fileIn('EXITED')).file.filedOn).toBe(ON);
  });

  it.each([
    ['stays where the table could not tell', undefined, 'RELATIVE'],
    ['is left to the union where the figures lie above every line', 'NONE', undefined],
    ['follows the figures', 'ACCIDENTAL', 'ACCIDENTAL'],
  ] as const)('has a category that %s', (_what, category, expected) => {
    expect(after(fileIn('FILED'), finding({ category })).file.category).toBe(expected);
  });

  it.each([
    ['NOT_VISITED', ['VERIFY', 'PUBLICIZE', 'FILE']],
    ['NOT_APPROVED', ['VISIT', 'VERIFY', 'PUBLICIZE']],
    ['NOT_VISITED', []],
  ] as const)('is refused as %s when the case shows %j', (refusal, shown) => {
    expect(fileHousehold(undefined, FRESH, finding({ shown }))).toEqual({ filed: false, refusal });
  });
});
