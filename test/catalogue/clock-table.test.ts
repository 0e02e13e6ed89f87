import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockRulesIn } from '#domain/catalogue/clock-for.ts';
import type { ClockUnit } from '#domain/catalogue/clock-rule.ts';
import { readClockRules } from '#store/catalogue/read-clocks.ts';

const rules = await readClockRules(join(import.meta.dirname, '../../catalogue'));
const national = clockRulesIn(rules);

type Row = readonly [key: string, length: number, unit: ClockUnit, more?: number | 'ANY'];

/** The table of labour disputes, written down a second time on purpose: key, length, unit, how much more may be granted. */
const DISPUTES: readonly Row[] = [
  ['NEG_RESPONSE', 5, 'DAY'],
  ['ENT_MED_ACCEPT', 3, 'WORKING_DAY'],
  ['MED_LDMA', 15, 'DAY'],
  ['ARB_LIMITATION', 1, 'YEAR'],
  ['ARB_ACCEPT', 5, 'DAY'],
  ['ARB_SERVE_RESPONDENT', 5, 'DAY'],
  ['ARB_DEFENCE', 10, 'DAY'],
  ['ARB_SERVE_DEFENCE', 5, 'DAY'],
  ['ARB_TRIBUNAL_NOTICE', 5, 'DAY'],
  ['ARB_HEARING_NOTICE', 5, 'DAY'],
  ['ARB_POSTPONE_REQUEST', 3, 'DAY'],
  ['ARB_AWARD', 45, 'DAY', 15],
  ['SUE_AFTER_AWARD', 15, 'DAY'],
  ['EMPLOYER_SET_ASIDE', 30, 'DAY'],
  ['SUE_AFTER_SET_ASIDE', 15, 'DAY'],
  ['COURT_DOCKET', 7, 'DAY'],
  ['PRE_MED_ASSIGN', 3, 'WORKING_DAY'],
  ['PRE_MED_PARTIES_CHOOSE', 2, 'WORKING_DAY'],
  ['PRE_MED_MEDIATOR_ACCEPT', 3, 'WORKING_DAY'],
  ['PRE_MED_CONTACT_OTHER', 3, 'WORKING_DAY'],
  ['PRE_MED_TERM', 30, 'DAY', 'ANY'],
  ['POST_MED_ORDINARY', 15, 'DAY', 'ANY'],
  ['POST_MED_SUMMARY', 7, 'DAY', 'ANY'],
  ['JC_APPLY', 30, 'DAY'],
  ['JC_ACCEPT', 3, 'DAY'],
  ['JC_DECIDE', 30, 'DAY', 'ANY'],
  ['JC_DECIDE_2011', 15, 'DAY', 10],
  ['PAY_ORDER_NOTICE', 5, 'DAY'],
  ['PAY_ORDER_ISSUE', 15, 'DAY'],
  ['PAY_ORDER_OBJECT', 15, 'DAY'],
  ['TRIAL_SUMMARY', 3, 'MONTH', 1],
  ['TRIAL_SMALL', 2, 'MONTH', 1],
  ['TRIAL_ORDINARY', 6, 'MONTH', 6],
  ['APPEAL', 15, 'DAY'],
  ['SECOND_INSTANCE', 3, 'MONTH'],
  ['ENFORCE_LIMIT', 2, 'YEAR'],
  ['AID_REVIEW', 7, 'DAY'],
  ['AID_ASSIGN', 3, 'DAY'],
  ['AID_OBJECTION', 5, 'DAY'],
  ['INSPECTION', 60, 'WORKING_DAY', 30],
  ['INJURY_EMPLOYER_FILE', 30, 'DAY'],
  ['INJURY_WORKER_FILE', 1, 'YEAR'],
  ['INJURY_DECIDE', 60, 'DAY'],
  ['INJURY_DECIDE_CLEAR', 15, 'DAY'],
  ['CAPACITY_ASSESS', 60, 'DAY', 30],
  ['CAPACITY_REASSESS', 15, 'DAY'],
];

/** Duties of social insurance and what is known of social assistance. */
const SOCIAL: readonly Row[] = [
  ['INSURANCE_REGISTER', 10, 'WORKING_DAY'],
  ['STAFF_REGISTER', 30, 'DAY'],
  ['PENSION_CLAIM', 20, 'WORKING_DAY'],
  ['MEDICAL_CLAIM', 30, 'WORKING_DAY'],
  ['MATERNITY_ALLOWANCE', 10, 'WORKING_DAY'],
  ['INJURY_CLAIM', 20, 'WORKING_DAY'],
  ['UNEMPLOYMENT_CLAIM', 10, 'WORKING_DAY'],
  ['UNEMPLOYMENT_LIST', 15, 'DAY'],
  ['DIBAO_DECIDE', 30, 'WORKING_DAY'],
  ['DIBAO_DECIDE_SPECIAL', 45, 'WORKING_DAY'],
  ['RIGID_EXPENDITURE_VALID', 12, 'MONTH'],
];

const ROWS = [...DISPUTES, ...SOCIAL].map(([key, length, unit, more]) => ({ key, length, unit, more }));

/** Said to be counted in working days by practice, which nobody has confirmed. */
const PRACTISED = [
  'ARB_ACCEPT',
  'ARB_SERVE_RESPONDENT',
  'ARB_DEFENCE',
  'ARB_SERVE_DEFENCE',
  'ARB_TRIBUNAL_NOTICE',
  'ARB_HEARING_NOTICE',
  'ARB_POSTPONE_REQUEST',
];

const SECOND_HAND = ['NEG_RESPONSE', 'ENT_MED_ACCEPT'];
const UNSEEN = ['DIBAO_DECIDE', 'DIBAO_DECIDE_SPECIAL'];

describe('the table of clocks', () => {
  it.each(ROWS)('has $key: $length $unit', ({ key, length, unit, more }) => {
    const rule = national.find((candidate) => candidate.key === key);

    expect(rule).toMatchObject({ length, unit, rollOver: unit !== 'WORKING_DAY' && key !== 'RIGID_EXPENDITURE_VALID' });
    expect(rule?.extension ? (rule.extension.length ?? 'ANY') : undefined).toBe(more);
    expect(rule?.source).toMatch(/第.+条|号|通知/);
    const sure = SECOND_HAND.includes(key) ? 'SECONDARY' : UNSEEN.includes(key) ? 'UNCONFIRMED' : 'CONFIRMED';
    expect(rule?.confidence).toBe(sure);
    expect(rule?.startsWith?.zh).toMatch(/\p{Script=Han}{2}/u);
  });

  it('keeps the days of the law where practice is said to count working days', () => {
    const practised = national.filter(({ practice }) => practice !== undefined);

    expect(practised.map(({ key }) => key).toSorted()).toEqual(PRACTISED.toSorted());
    for (const { unit, practice } of practised) {
      expect([unit, practice?.unit, practice?.confidence]).toEqual(['DAY', 'WORKING_DAY', 'UNCONFIRMED']);
    }
  });

  it('counts back from the hearing and nowhere else', () => {
    const back = national.filter(({ direction }) => direction === 'BEFORE');

    expect(back.map(({ key }) => key)).toEqual(['ARB_HEARING_NOTICE', 'ARB_POSTPONE_REQUEST']);
  });

  it('lets an appraisal stop mediation before docketing, and another body the recognition of an injury', () => {
    const pausing = national.flatMap(({ key, pausesFor }) => (pausesFor ? [[key, ...pausesFor]] : []));

    expect(pausing).toEqual(
      expect.arrayContaining([
        ['PRE_MED_TERM', 'APPRAISAL'],
        ['INJURY_DECIDE', 'OTHER_BODY'],
        ['INJURY_DECIDE_CLEAR', 'OTHER_BODY'],
      ]),
    );
  });
});

describe('a local rule', () => {
  const local = rules.filter(({ region }) => region !== undefined);

  it('exists for the places whose rules were found', () => {
    const places = new Set(local.map(({ region }) => region?.divisionPrefix));

    expect(places).toEqual(new Set(['33', '3310', '330782', '3706', '4101', '5101', '6201', '9901']));
  });

  it('is never taken for a text that was read, but for the one of Zhejiang', () => {
    const sure = local.filter(({ confidence }) => confidence === 'CONFIRMED');

    expect(sure.map(({ key, region }) => `${key} ${region?.divisionPrefix}`)).toEqual(['MED_LDMA 33']);
  });

  it('says whose it is, and in the invented city that it is invented', () => {
    const invented = local.filter(({ region }) => region?.divisionPrefix === '9901');

    for (const { region } of local) expect(region?.name.zh).toMatch(/\p{Script=Han}{2}/u);
    expect(invented.length).toBeGreaterThan(5);
    for (const { region, confidence } of invented) {
      expect([region?.name.zh, confidence]).toEqual(['桂江市（虚构）', 'UNCONFIRMED']);
    }
  });

  it.each([
    ['410105', 'DIBAO_DECIDE', 25, 'WORKING_DAY', 'SECONDARY'],
    ['450103', 'DIBAO_DECIDE', 30, 'WORKING_DAY', 'UNCONFIRMED'],
    ['990101', 'ARB_TRIBUNAL_NOTICE', 5, 'WORKING_DAY', 'UNCONFIRMED'],
    // The plan of a dispute goes by the text of the law.
    ['990101', 'ARB_ACCEPT', 5, 'DAY', 'CONFIRMED'],
    ['450103', 'ARB_ACCEPT', 5, 'DAY', 'CONFIRMED'],
    ['330782', 'UNIT_SURVEY', 5, 'DAY', 'SECONDARY'],
  ] as const)('in %s decides on %s', (division, key, length, unit, confidence) => {
    const rule = clockRulesIn(rules, division).find((candidate) => candidate.key === key);

    expect(rule).toMatchObject({ length, unit, confidence });
  });

  it('that only a region has is not there elsewhere', () => {
    expect(clockRulesIn(rules, '110101').map(({ key }) => key)).not.toContain('UNIT_SURVEY');
    expect(national.map(({ key }) => key)).not.toContain('TEKUN_REVIEW');
  });
});
