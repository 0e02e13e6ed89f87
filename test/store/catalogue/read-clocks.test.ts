import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueFileError } from '#store/catalogue/catalogue-file-error.ts';
import { readCatalogue } from '#store/catalogue/read-catalogue.ts';
import { readClockRules } from '#store/catalogue/read-clocks.ts';
import { CLOCKS, ITEM } from './probe-catalogue.ts';

const REGION = `region: { divisionPrefix: '4101', name: { zh: 某市, en: A city } }
practise: [DECISION]
clocks:
  MEDIATION:
    name: { zh: 调解, en: Mediation }
    source: 某市公布
    confidence: SECONDARY
    start: RECEIVED
    length: 10
    unit: WORKING_DAY
    rollOver: false
    consequence: { kind: OUTCOME, outcome: EXPIRED, text: { zh: 期满, en: Expired } }
  SURVEY:
    name: { zh: 调查, en: Survey }
    source: 某市公布
    confidence: SECONDARY
    start: STATED
    length: 5
    unit: DAY
    rollOver: true
    consequence: { kind: INFORM, text: { zh: 告知, en: Told } }
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clocks-'));
  await mkdir(join(folder, 'clocks/regions'), { recursive: true });
  await mkdir(join(folder, 'items'));
  await writeFile(join(folder, 'clocks/law.yaml'), CLOCKS);
  await writeFile(join(folder, 'items/probe.yaml'), ITEM);
});
afterEach(() => rm(folder, { recursive: true }));

function put(text: string, name = 'city'): Promise<void> {
  return writeFile(join(folder, `clocks/regions/${name}.yaml`), text);
}

function spoil(sound: string, wrong: string): string {
  if (!REGION.includes(sound)) throw new Error(`nothing to spoil: ${sound}`);
  return REGION.replace(sound, () => wrong);
}

async function faultsHere(): Promise<readonly string[]> {
  try {
    await readCatalogue(folder);
    return [];
  } catch (error) {
    if (error instanceof CatalogueFileError) return error.faults;
    throw error;
  }
}

describe('a region', () => {
  it('adds its own rules, and those it counts by practice, to the national ones', async () => {
    await put(REGION);

    const rules = await readClockRules(folder);

    expect(rules.filter(({ region }) => !region).map(({ key }) => key)).toEqual([
      'HANDOVER',
      'MEDIATION',
      'RATING',
      'DECISION',
      'APPEAL',
      'NOTICE',
    ]);
    expect(rules.filter(({ region }) => region?.divisionPrefix === '4101')).toMatchObject([
      { key: 'MEDIATION', length: 10, stops: [], pausesForSupplement: false },
      { key: 'SURVEY', start: 'STATED' },
      { key: 'DECISION', unit: 'WORKING_DAY', confidence: 'UNCONFIRMED', source: '本地配置；单位按惯例' },
    ]);
  });

  it('gives an item the local rules of the keys it names and no other', async () => {
    await put(REGION);

    const [item] = await readCatalogue(folder);

    expect(Object.keys(item?.regionalClocks ?? {}).toSorted()).toEqual(['DECISION', 'MEDIATION']);
    expect(item?.clocks['MEDIATION']).toMatchObject({ length: 15, unit: 'DAY' });
  });

  it('that is not there leaves the item as it was', async () => {
    await rm(join(folder, 'clocks/regions'), { recursive: true });

    expect((await readCatalogue(folder))[0]).not.toHaveProperty('regionalClocks');
  });

  it.each([
    ['practice of an unknown clock', 'practise: [DECISION]', 'practise: [DECISION, NONE]', ['2: no clock NONE']],
    [
      'practice where none is known',
      'practise: [DECISION]',
      'practise: [DECISION, APPEAL]',
      ['2: no practice is known for APPEAL'],
    ],
    [
      'a clock of its own that it also practises',
      '  SURVEY:',
      '  DECISION:',
      ['13: DECISION starts, stops or ends otherwise than the national rule'],
    ],
    [
      'another start than the national rule',
      'start: RECEIVED',
      'start: ACCEPTED',
      ['4: MEDIATION starts, stops or ends otherwise than the national rule'],
    ],
    [
      'another end than the national rule',
      'kind: OUTCOME, outcome: EXPIRED',
      'kind: OUTCOME, outcome: FAILED',
      ['4: MEDIATION starts, stops or ends otherwise than the national rule'],
    ],
    [
      'the same practice twice',
      'practise: [DECISION]',
      'practise: [DECISION, DECISION]',
      ['2: a second clock DECISION for 4101'],
    ],
    ['a place that is no division', "'4101'", "'41011'", [expect.stringMatching(/^1: not the leading digits/)]],
    ['a place as a number', "'4101'", '4101', [expect.stringMatching(/^1: /)]],
    ['a misspelt key', 'practise:', 'practice:', [expect.stringMatching(/^2: unknown key practice/)]],
    ['a length that is none', 'length: 10', 'length: 0', [expect.stringMatching(/^9: /)]],
  ])('with %s is refused by line', async (_what, sound, wrong, faults) => {
    await put(spoil(sound, wrong));

    expect((await faultsHere()).map((fault) => fault.replace('clocks/regions/city.yaml:', ''))).toEqual(faults);
  });

  it('without a rule is refused', async () => {
    await put("region: { divisionPrefix: '4101', name: { zh: 某市, en: A city } }\n");

    expect(await faultsHere()).toEqual(['clocks/regions/city.yaml:1: a region without a rule']);
  });

  it('that two files speak for names the second of each clock', async () => {
    await put(REGION, 'a');
    await put(REGION, 'b');

    expect(await faultsHere()).toEqual([
      'clocks/regions/b.yaml:2: a second clock DECISION for 4101',
      'clocks/regions/b.yaml:4: a second clock MEDIATION for 4101',
      'clocks/regions/b.yaml:13: a second clock SURVEY for 4101',
    ]);
  });

  it('is not blamed for national clocks that cannot be read', async () => {
    await put(REGION);
    await writeFile(join(folder, 'clocks/law.yaml'), CLOCKS.replace('length: 15', 'length: many'));

    expect(await faultsHere()).toHaveLength(1);
  });
});

describe('a clock that counts back', () => {
  it.each([
    ['that starts by itself', 'start: STATED', 'start: RECEIVED'],
    ['that can be extended', 'rollOver: true', 'rollOver: true\n    extension: { granted: { zh: 批准, en: Granted } }'],
    ['that can be paused', 'rollOver: true', 'rollOver: true\n    pausesFor: [APPRAISAL]'],
  ])('is refused %s', async (_what, sound, wrong) => {
    const back = `clocks:
  BACK:
    name: { zh: 通知, en: Notice }
    source: 某法
    confidence: CONFIRMED
    start: STATED
    length: 5
    unit: DAY
    direction: BEFORE
    rollOver: true
    consequence: { kind: INFORM, text: { zh: 告知, en: Told } }
`;
    await writeFile(join(folder, 'clocks/back.yaml'), back.replace(sound, wrong));

    expect(await faultsHere()).toEqual([expect.stringMatching(/^clocks\/back\.yaml:\d+: a clock that counts back/)]);
  });
});
