import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueFileError } from '#store/catalogue/catalogue-file-error.ts';
import { readCatalogue } from '#store/catalogue/read-catalogue.ts';
import { CLOCKS, ITEM } from './probe-catalogue.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  await mkdir(join(folder, 'clocks'));
  await mkdir(join(folder, 'items'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(item = ITEM, clocks = CLOCKS): Promise<void> {
  await writeFile(join(folder, 'clocks/law.yaml'), clocks);
  await writeFile(join(folder, 'items/probe.yaml'), item);
}

/** Replacing nothing would make every test below pass a sound file. */
function spoil(text: string, sound: string, wrong: string): string {
  if (!text.includes(sound)) throw new Error(`nothing to spoil: ${sound}`);
  return text.replace(sound, () => wrong);
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

describe('a sound catalogue', () => {
  it('becomes items that carry the clocks they name', async () => {
    await put();

    const [item, ...others] = await readCatalogue(folder);

    expect(others).toEqual([]);
    expect(item?.steps.map(({ key, role }) => `${key} ${role}`)).toEqual([
      'first UNION_MEDIATION',
      'second HR_ARBITRATION',
    ]);
    expect(Object.keys(item?.clocks ?? {})).toEqual(['HANDOVER', 'MEDIATION', 'RATING', 'DECISION']);
    expect(item?.clocks['MEDIATION']).toMatchObject({ key: 'MEDIATION', length: 15, unit: 'DAY', rollOver: true });
  });

  it('is the same to the letter however often it is read, so that nothing is published anew', async () => {
    await put();

    expect(JSON.stringify(await readCatalogue(folder))).toBe(JSON.stringify(await readCatalogue(folder)));
  });

  it('may come back to an earlier step as long as a way out is left', async () => {
    await put(spoil(ITEM, 'leadsTo: { finish: CLOSED }', 'leadsTo: { next: [first] }'));

    expect(await faultsHere()).toEqual([]);
  });
});

describe('an item is refused by line', () => {
  it.each([
    [
      'a role that nobody plays',
      'role: UNION_MEDIATION',
      'role: UNION_MEDATION',
      ['27: no agency role UNION_MEDATION', '29: share speaks of UNION_MEDIATION, not of UNION_MEDATION'],
    ],
    [
      'a consent for a role that nobody plays',
      'recipientRole: UNION_MEDIATION',
      'recipientRole: MEDIATOR',
      ['13: no agency role MEDIATOR', '29: share speaks of MEDIATOR, not of UNION_MEDIATION'],
    ],
    [
      'a consent for another role',
      'recipientRole: UNION_MEDIATION',
      'recipientRole: COURT_FILING',
      ['29: share speaks of COURT_FILING, not of UNION_MEDIATION'],
    ],
    [
      'a clock that nobody defined',
      'clocks: [HANDOVER, MEDIATION]',
      'clocks: [HANDOVER, MEDITATION]',
      ['31: no clock MEDITATION'],
    ],
    [
      'a clock of the case that nobody defined',
      'caseClocks: [RATING]',
      'caseClocks: [RATINGS]',
      ['45: no clock RATINGS'],
    ],
    [
      'a clock of a step for the case',
      'caseClocks: [RATING]',
      'caseClocks: [HANDOVER]',
      ['45: HANDOVER is a clock of a step and never starts for the case'],
    ],
    [
      'a clock of the case in a step',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [HANDOVER, DECISION, RATING]',
      ['41: RATING is a clock of the case and never starts in a step'],
    ],
    [
      'a clock that ends a step in a way it does not know',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [HANDOVER, MEDIATION]',
      ['41: MEDIATION ends the step with EXPIRED, which is no outcome of second'],
    ],
    [
      'a clock of a stated day in a step',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [HANDOVER, DECISION, APPEAL]',
      ['41: APPEAL starts on a day that somebody states and never runs in a step'],
    ],
    [
      'a step whose hand-over no clock watches',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [DECISION]',
      ['41: no clock of the step second runs after DRAFTED'],
    ],
    [
      'a step that no clock watches after its receipt',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [HANDOVER]',
      [
        '41: no clock of the step second runs after ACCEPTED',
        '41: no clock of the step second runs after RECEIVED',
        '41: no clock of the step second runs after STARTED',
      ],
    ],
    [
      'a step that is watched by a clock which only informs',
      'clocks: [HANDOVER, DECISION]',
      'clocks: [HANDOVER, NOTICE]',
      [
        '41: no clock of the step second runs after ACCEPTED',
        '41: no clock of the step second runs after RECEIVED',
        '41: no clock of the step second runs after STARTED',
      ],
    ],
    [
      'a rating that is awaited for ever',
      'caseClocks: [RATING]',
      'caseClocks: []',
      ['45: no clock of the case ends the wait for its rating (LAPSE_RATING)'],
    ],
    ['a start that is no step', 'start: [first]', 'start: [first, third]', ['23: no step third']],
    [
      'a next step that is none',
      'EXPIRED: { name: { zh: 期满, en: Expired }, leadsTo: { next: [second] } }',
      'EXPIRED: { name: { zh: 期满, en: Expired }, leadsTo: { next: [second, third] } }',
      ['34: no step third to go on with'],
    ],
    ['a step that nothing leads to', 'start: [first]', 'start: [second]', ['25: nothing leads to the step first']],
    [
      'two steps of one key',
      '  - key: second',
      '  - key: first',
      ['34: no step second to go on with', '35: no step second to go on with', '36: a second step first'],
    ],
    [
      'no answer to a refusal',
      '      REFUSED: { name: { zh: 拒绝, en: Refused }, leadsTo: { finish: CLOSED } }\n',
      '',
      ['42: the step second does not say what a refusal (REFUSED) leads to'],
    ],
    [
      'a condition that is no yes or no',
      'when: applicant.age >= 16',
      'when: "yuan(form.amount)"',
      ['20: the condition does not type-check: gives double, not bool'],
    ],
    [
      'a condition about an unknown word',
      'when: applicant.age >= 16',
      'when: aplicant.age >= 16',
      [expect.stringMatching(/^20: the condition does not type-check: .*aplicant/)],
    ],
    [
      'a condition that breaks off',
      'when: applicant.age >= 16',
      'when: applicant.age >=',
      [expect.stringMatching(/^20: the condition does not type-check: /)],
    ],
    [
      'a condition about a fact that nobody knows',
      'when: applicant.age >= 16',
      'when: applicant.ages >= 16',
      ['20: the condition asks for applicant.ages, which nobody knows'],
    ],
    [
      'a condition about a field that is not asked',
      'when: applicant.age >= 16',
      'when: \'form.sum == "form.x"\'',
      ['20: the condition asks for form.sum, which nobody knows'],
    ],
    [
      'a disclosure the form does not ask',
      'discloses: [applicant.phone]',
      'discloses: [form.sum]',
      ['40: form.sum is neither on the form nor a field of the applicant'],
    ],
    [
      'a disclosure the applicant does not have',
      'discloses: [applicant.phone]',
      'discloses: [applicant.bankCard]',
      ['40: applicant.bankCard is neither on the form nor a field of the applicant'],
    ],
    [
      'the amount of a step that grants none',
      'discloses: [applicant.phone]',
      'discloses: [granted.mediation]',
      ['40: granted.mediation names no step that ends with an amount'],
    ],
    [
      'a consent about a field that does not exist',
      'fields: [applicant.name, form.amount]',
      'fields: [applicant.name, form.amount, form.sum]',
      ['15: form.sum is neither on the form nor a field of the applicant'],
    ],
    [
      'a disclosure its consent does not cover',
      'discloses: [applicant.name, form.amount]',
      'discloses: [applicant.name, form.amount, form.facts]',
      ['30: the consent line share does not cover form.facts'],
    ],
    [
      'a consent that is not defined',
      'consent: share',
      'consent: sharing',
      ['11: no step rests on the consent line share', '29: no consent line sharing'],
    ],
    [
      'a required field that is not asked',
      'required: [amount]',
      'required: [amount, sum]',
      ['6: the form requires sum but does not ask it'],
    ],
    [
      'a name that is not its file’s',
      'code: probe',
      'code: prove',
      ['1: the item prove belongs in a file of that name'],
    ],
  ])('with %s', async (_what, sound, wrong, faults) => {
    await put(spoil(ITEM, sound, wrong));

    expect((await faultsHere()).map((fault) => fault.replace(/^items\/probe\.yaml:/, ''))).toEqual(faults);
  });

  it('whose steps send the case round for ever', async () => {
    const round = ITEM.replace('{ finish: SETTLED }', '{ next: [second] }')
      .replace('{ finish: AWARDED }', '{ next: [first] }')
      .replace('{ finish: CLOSED }', '{ next: [first] }');
    await put(round);

    expect(await faultsHere()).toEqual([
      'items/probe.yaml:32: from the step first no answer ever brings the plan to an end',
      'items/probe.yaml:42: from the step second no answer ever brings the plan to an end',
    ]);
  });

  it('that defines a consent line twice', async () => {
    const line = ITEM.slice(ITEM.indexOf('  - line: share'), ITEM.indexOf('eligibility:'));
    await put(spoil(ITEM, 'eligibility:', `${line}eligibility:`));

    expect(await faultsHere()).toEqual(['items/probe.yaml:18: a second consent line share']);
  });
});

describe('a file of another shape is refused by line', () => {
  it.each([
    [
      'a misspelt key',
      'jurisdiction: WORKPLACE',
      'juristiction: WORKPLACE',
      /^items\/probe\.yaml:28: unknown key juristiction/,
    ],
    ['a missing key', 'start: [first]\n', '', /^items\/probe\.yaml:1: .*\(start\)$/],
    [
      'a keyword the form does not know',
      'maxLength: 20',
      'maxLenght: 20',
      /^items\/probe\.yaml:9: unknown key maxLenght/,
    ],
    [
      'an outcome that leads nowhere',
      'leadsTo: { finish: CLOSED }',
      'leadsTo: { next: [] }',
      /^items\/probe\.yaml:44: leads to no step/,
    ],
    [
      'an outcome that leads two ways',
      'leadsTo: { finish: CLOSED }',
      'leadsTo: { finish: CLOSED, next: [first] }',
      /^items\/probe\.yaml:44: none of/,
    ],
    ['a name in one language', 'name: { zh: 仲裁, en: Arbitration }', 'name: { zh: 仲裁 }', /^items\/probe\.yaml:37: /],
    ['a place that is no jurisdiction', 'jurisdiction: WORKPLACE', 'jurisdiction: HOME', /^items\/probe\.yaml:28: /],
    ['broken YAML', 'start: [first]', 'start: [first', /^items\/probe\.yaml:2[34]: /],
  ])('with %s', async (_what, sound, wrong, fault) => {
    await put(spoil(ITEM, sound, wrong));

    const faults = await faultsHere();
    expect(faults.filter((text) => fault.test(text))).toHaveLength(1);
  });

  it.each([
    ['a length that is no number of days', 'length: 15', 'length: 0', /^clocks\/law\.yaml:19: /],
    ['a consequence nobody performs', 'kind: ESCALATE', 'kind: SHOUT', /^clocks\/law\.yaml:12: /],
    ['a unit that is none', 'unit: WORKING_DAY', 'unit: WEEK', /^clocks\/law\.yaml:9: /],
  ])('with clocks of %s', async (_what, sound, wrong, fault) => {
    await put(ITEM, spoil(CLOCKS, sound, wrong));

    expect(await faultsHere()).toEqual([expect.stringMatching(fault)]);
  });
});

describe('a catalogue with several faults', () => {
  it('lists them all, file after file and line after line', async () => {
    await put(
      ITEM.replace('start: [first]', 'start: [first, third]')
        .replace('required: [amount]', 'required: [amount, sum]')
        .replace('clocks: [HANDOVER, DECISION]', 'clocks: [NEVER]'),
      `${CLOCKS}  EMPTY: {}\n`,
    );
    await writeFile(
      join(folder, 'items/another.yaml'),
      ITEM.replace('code: probe', 'code: another').replace('key: second', 'key: last'),
    );

    const places = (await faultsHere()).map((fault) => fault.split(':').slice(0, 2).join(':'));

    expect([...new Set(places)]).toEqual([
      'clocks/law.yaml:63',
      'items/another.yaml:34',
      'items/another.yaml:35',
      'items/another.yaml:36',
      'items/probe.yaml:6',
      'items/probe.yaml:23',
    ]);
  });

  it('does not blame the steps for clocks whose own file is broken', async () => {
    await put(ITEM, spoil(CLOCKS, 'length: 15', 'length: many'));

    expect(await faultsHere()).toHaveLength(1);
  });

  it('names a clock that two files define', async () => {
    await put();
    await writeFile(join(folder, 'clocks/local.yaml'), CLOCKS);

    expect(await faultsHere()).toEqual([
      'clocks/local.yaml:2: a second clock HANDOVER',
      'clocks/local.yaml:13: a second clock MEDIATION',
      'clocks/local.yaml:24: a second clock RATING',
      'clocks/local.yaml:35: a second clock DECISION',
      'clocks/local.yaml:45: a second clock APPEAL',
      'clocks/local.yaml:54: a second clock NOTICE',
    ]);
  });

  it('has to hold items and clocks at all', async () => {
    expect(await faultsHere()).toEqual(['clocks: no file here', 'items: no file here']);
  });
});
