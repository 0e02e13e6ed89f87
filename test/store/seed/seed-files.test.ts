import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { readDemoData, SeedFileError } from '#store/seed/read-demo-data.ts';
import { readDemoPeople } from '#store/seed/read-demo-people.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TODAY = localDate('2026-11-21');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-'));
  await cp(join(ROOT, 'prisma/seed'), folder, { recursive: true });
  await cp(join(ROOT, 'sandbox/people.json'), join(folder, 'people.json'));
});
afterEach(() => rm(folder, { recursive: true }));

async function spoil(file: string, sound: string, wrong: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  if (!text.includes(sound)) throw new Error(`nothing to spoil in ${file}: ${sound}`);
  await writeFile(
    join(folder, file),
    text.replace(sound, () => wrong),
  );
}

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SeedFileError) return error.faults;
    throw error;
  }
}

describe('the sheets of the demo city', () => {
  it.each([
    [
      'a real place',
      'divisions.yaml',
      "'990102001'",
      "'450103001'",
      /divisions\.yaml:\d+: a division outside province 99/,
    ],
    [
      'a place that hangs in the air',
      'divisions.yaml',
      "'990122100'",
      "'990123100'",
      /divisions\.yaml:\d+: no division 990123 above 990123100/,
    ],
    ['an office nowhere', 'agencies.yaml', "'990122200'", "'990122201'", /agencies\.yaml:\d+: no division 990122201/],
    ['a role that nobody plays', 'agencies.yaml', 'role: COURT_FILING', 'role: COURT', /agencies\.yaml:\d+: /],
    [
      'a credit code with a slip',
      'organisations.yaml',
      '81990101MC00002072',
      '81990101MC00002073',
      /organisations\.yaml:\d+: no credit code: BAD_CHECK_DIGIT/,
    ],
    [
      'a firm’s credit code',
      'organisations.yaml',
      '81990101MC00002072',
      '91990101MA00000237',
      /organisations\.yaml:\d+: not the credit code of a union/,
    ],
    [
      'a union under nobody',
      'organisations.yaml',
      'parent: park',
      'parent: parc',
      /organisations\.yaml:\d+: no organisation parc above suda/,
    ],
    [
      'a membership nowhere',
      'people.yaml',
      'organisation: sugar',
      'organisation: salt',
      /people\.yaml:\d+: no organisation salt/,
    ],
    [
      'a day that does not exist',
      'people.yaml',
      'joined: 2021-10-20',
      'joined: 2021-02-30',
      /people\.yaml:\d+: not a date/,
    ],
  ])('are refused by line with %s', async (_what, file, sound, wrong, fault) => {
    await spoil(file, sound, wrong);

    expect(faultsOf(() => readDemoData(folder)).filter((text) => fault.test(text))).toHaveLength(1);
  });
});

describe('the population', () => {
  it.each([
    ['a number with a slip', '990101198603120018', '990101198603120019', 'people.json: 0.residentId: BAD_CHECK_DIGIT'],
    // Of Guangxi, born in 1885.
    [
      'a number of a real region',
      '990101198603120018',
      '450103188501010019',
      'people.json: 0.residentId: not of region 99',
    ],
    ['a telephone that cannot be', '19900000001', '1990000001', 'people.json: 0.phone: BAD_LENGTH'],
    ['a name that is hidden', '覃桂兰', '覃**', 'people.json: 0.name: MASKED'],
    [
      'a home nowhere',
      '"divisionCode":"990101"',
      '"divisionCode":"990199"',
      'people.json: 0.divisionCode: no such division',
    ],
    ['a sex that is no code', '"sex":"1"', '"sex":"m"', 'people.json: 0.sex: not a code of GB/T 2261.1'],
  ])('is refused with %s, without repeating it', async (_what, sound, wrong, fault) => {
    await spoil('people.json', sound, wrong);
    const data = readDemoData(folder);

    expect(faultsOf(() => readDemoPeople(join(folder, 'people.json'), data, TODAY))).toEqual([fault]);
  });
});
