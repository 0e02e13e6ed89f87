import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgencyFileError, readAgencies } from '#connectors/index.ts';
import { AGENCY_FILES } from './support/configured-agencies.ts';

const SERVICE = readFileSync(path.join(AGENCY_FILES, 'psychological-service.yaml'), 'utf8');
const WINDOW = 'code: housing\nchannel: WINDOW\nroles: [HOUSING]\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'agencies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.yaml`), text);
  try {
    readAgencies(folder);
    return [];
  } catch (error) {
    if (error instanceof AgencyFileError) return error.faults;
    throw error;
  }
}

/** Replacing nothing would make every test below pass a sound file. */
function spoil(text: string, sound: string, wrong: string): string {
  if (!text.includes(sound)) throw new Error(`nothing to spoil: ${sound}`);
  return text.replace(sound, () => wrong);
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('the files of agencies', () => {
  it('may be none', () => {
    expect(readAgencies(folder)).toEqual([]);
  });

  it('are told all their faults at once, each with its line', () => {
    const faults = faultsOf({
      housing: spoil(WINDOW, '[HOUSING]', '[HOUSE]'),
      health: 'code: health\nchannel: TELEGRAPH\nroles: [HEALTH]\n',
      charity: 'code: charity\nchannel: WINDOW\nroles: [CHARITY]\nurl: http://x\n',
    });

    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'agencies/charity.yaml:4',
      'agencies/health.yaml:2',
      'agencies/housing.yaml:3',
    ]);
  });

  it.each([
    ['another name than its code', { house: WINDOW }, 'agencies/house.yaml:1: the agency housing belongs in a file'],
    [
      'a code that has a connector of its own',
      { court: 'code: court\nchannel: WINDOW\nroles: [HOUSING]\n' },
      'agencies/court.yaml:1: the agency court has a connector of its own',
    ],
    [
      'a code whose settings mean something else',
      { database: 'code: database\nchannel: WINDOW\nroles: [HOUSING]\n' },
      'agencies/database.yaml:1: database would take a setting of the platform',
    ],
    [
      'a role twice',
      { housing: spoil(WINDOW, '[HOUSING]', '[HOUSING, HOUSING]') },
      'agencies/housing.yaml:3: a role stands here twice',
    ],
    ['no YAML', { housing: 'code: [housing' }, 'agencies/housing.yaml:1: '],
  ])('may not have %s', (_what, files, fault) => {
    expect(faultsOf(files as Record<string, string>)[0]).toContain(fault);
  });

  it.each([
    ['idCard: applicant.residentId?', 'idCard: applicant.number', 'one of key, kind, referralId'],
    ['idCard: applicant.residentId?', 'idCard: { a: applicant.number }', 'one of key, kind, referralId'],
    ['why: note?', 'reason: note?', 'the document has no variable $reason'],
    ['why: note?', '', '$why of the document is not filled'],
    ['mutation Open(', 'mutation Open((', 'not GraphQL: Syntax Error'],
    ['mutation Open($form: TicketForm!) {', 'fragment Open on Desk {', 'one GraphQL operation is required'],
    ['effectKey: INQUIRY', 'effectKey: HONOURED', 'INQUIRY needs a section inquire'],
    ['outcome: SUPPORT_GIVEN', 'reasonCode: OTHER', 'COMPLETE needs an outcome'],
    ['event: ACCEPT }', 'event: ACCEPT, outcome: DONE }', 'COMPLETE needs an outcome, and nothing else has one'],
    ['event: START', 'event: BEGIN', 'Invalid option'],
    ['SCOPE: NOT_OUR_SCOPE', 'SCOPE: NOT_MINE', 'Invalid option'],
    ['sequence: serial', 'sequence: serial[0]', 'a dotted path like ticket.no is required'],
    ['path: /api/desk', 'path: http://elsewhere/api', 'a path like /graphql is required'],
    ['{ externalKey: key }', '{ externalKey: note }', 'an inquiry knows the key only'],
  ])('are refused with %s written as %s', (sound, wrong, fault) => {
    const text = spoil(SERVICE, sound, wrong);

    const faults = faultsOf({ 'psychological-service': text });

    expect(faults.join('\n')).toContain(fault);
    for (const each of faults) expect(each).toMatch(/^agencies\/psychological-service\.yaml:\d+: /);
  });

  it('say the line of a fault deep inside', () => {
    const text = spoil(SERVICE, 'idCard: applicant.residentId?', 'idCard: applicant.number');

    const [fault] = faultsOf({ 'psychological-service': text });

    expect(fault).toMatch(new RegExp(`yaml:${lineOf(text, 'idCard: applicant')}: .*idCard`));
  });
});
