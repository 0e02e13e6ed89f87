import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hardshipPolicyFor } from '#domain/catalogue/policy-table.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { parseHardshipPolicies, PolicyFileError, readPolicies } from '#store/catalogue/read-policies.ts';

const FOLDER = join(import.meta.dirname, '../../../catalogue/policies');

const SOUND = `hardship:
  - divisionPrefix: '9901'
    effectiveFrom: 2026-01-01
    dibaoMonthly: '880.00'
    relativeMultiplier: '1.5'
    accidentalRule: { kind: NET_BELOW, dibaoMultiple: '2' }
    source: 试验
    confidence: UNCONFIRMED
  - divisionPrefix: '990102'
    effectiveFrom: 2026-01-01
    effectiveUntil: 2026-12-31
    dibaoMonthly: '800'
    source: 试验
    confidence: SECONDARY
`;

/** Replacing nothing would make every test below pass a sound file. */
function spoil(sound: string, wrong: string): string {
  if (!SOUND.includes(sound)) throw new Error(`nothing to spoil: ${sound}`);
  return SOUND.replace(sound, () => wrong);
}

function faultsOf(text: string): readonly string[] {
  try {
    parseHardshipPolicies(text, 'hardship.yaml');
    return [];
  } catch (error) {
    if (error instanceof PolicyFileError) return error.faults;
    throw error;
  }
}

describe('the policy table', () => {
  it('is read with its amounts as text of two places', () => {
    const { hardship } = parseHardshipPolicies(SOUND, 'hardship.yaml');

    expect(hardship.map(({ dibaoMonthly }) => dibaoMonthly)).toEqual(['880.00', '800.00']);
    expect(hardship[1]).toMatchObject({ effectiveUntil: '2026-12-31', confidence: 'SECONDARY' });
  });

  it.each([
    [
      'an amount that YAML takes for a number',
      "dibaoMonthly: '800'",
      'dibaoMonthly: 800',
      /^hardship\.yaml:12: .*quoted/,
    ],
    ['an amount of nothing', "'880.00'", "'0.00'", /^hardship\.yaml:4: /],
    ['a multiplier without quotes', "'1.5'", '1.5', /^hardship\.yaml:5: .*quoted/],
    ['a multiplier below one', "'1.5'", "'0.5'", /^hardship\.yaml:5: below the line of deep/],
    ['a band nobody lies in', "dibaoMultiple: '2'", "dibaoMultiple: '1.5'", /^hardship\.yaml:6: nobody/],
    ['a rule of another kind', 'NET_BELOW', 'NET_ABOVE', /^hardship\.yaml:6: /],
    ['a day that does not exist', '2026-01-01', '2026-02-30', /^hardship\.yaml:3: not a date/],
    ['an end before the beginning', '2026-12-31', '2025-12-31', /^hardship\.yaml:11: ends before it begins/],
    ['a second row of the same place and day', "'990102'", "'9901'", /^hardship\.yaml:9: a second row of 9901/],
    ['a prefix of no level', "'990102'", "'99010'", /^hardship\.yaml:9: not the leading digits/],
    ['no source', 'source: 试验', "source: ' '", /^hardship\.yaml:7: /],
    ['a word nobody knows', 'confidence: SECONDARY', 'confidence: SURE', /^hardship\.yaml:14: /],
    ['a key nobody knows', 'effectiveUntil', 'until', /^hardship\.yaml:\d+: /],
  ])('is refused by line for %s', (_fault, sound, wrong, expected) => {
    expect(faultsOf(spoil(sound, wrong))).toEqual([expect.stringMatching(expected)]);
  });

  it('names all faults at once', () => {
    expect(faultsOf(spoil("'1.5'", "'0.5'").replace("'990102'", "'9901'"))).toHaveLength(2);
  });
});

describe('the table that is delivered', () => {
  it('has the fictional figures of the demo city, marked as not confirmed', async () => {
    const table = await readPolicies(FOLDER);

    expect(hardshipPolicyFor(table, '990101', localDate('2026-03-02'))).toMatchObject({
      dibaoMonthly: '880.00',
      relativeMultiplier: '2',
      source: '桂江市（虚构）',
      confidence: 'UNCONFIRMED',
    });
  });

  it('uses no figure beyond the year and place its source speaks of', async () => {
    const table = await readPolicies(FOLDER);
    const inForce = (division: string, day: string) => hardshipPolicyFor(table, division, localDate(day))?.dibaoMonthly;

    expect([inForce('330100', '2020-06-30'), inForce('371083', '2025-06-30')]).toEqual(['1102.00', '1062.00']);
    expect([inForce('330100', '2026-03-02'), inForce('330122', '2020-06-30'), inForce('371083', '2026-03-02')]).toEqual(
      [undefined, undefined, undefined],
    );
  });
});
