import { describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { type HeldSource, NOTHING_HELD } from '#domain/catalogue/facts.ts';
import { planCase, type PlanQuestion } from '#domain/catalogue/plan-case.ts';
import { makeFacts } from '../../support/factories/facts.ts';
import { makeServiceItem } from '../../support/factories/service-items.ts';

const both = (text: string) => ({ zh: text, en: text });
const ON_DIBAO = 'held.assistance.exists(a, a.category == "DIBAO" && a.status == "GRANTED")';

/** Asks for proof of income and for poverty; who receives 低保 has shown both elsewhere. */
const AID = makeServiceItem({
  materials: [
    { key: 'income-proof', name: both('收入证明'), required: true },
    { key: 'photo', name: both('照片'), required: false },
    { key: 'school-letter', name: both('学校证明'), required: true, when: 'form.cause == "SCHOOLING"' },
  ],
  eligibility: [{ rule: 'POOR', when: 'form.poor == true', because: both('困难'), notBecause: both('未见困难') }],
  passports: [
    {
      key: 'dibao',
      rule: 'ON_DIBAO',
      when: ON_DIBAO,
      because: both('正在享受最低生活保障'),
      notBecause: both('未享受最低生活保障'),
      materials: ['income-proof'],
      rules: ['POOR'],
      source: '法律援助法第四十二条',
      confidence: 'CONFIRMED',
    },
  ],
});

const RECEIVES = { ...NOTHING_HELD, assistance: [{ category: 'DIBAO', status: 'GRANTED' }] };

function ask(differs: Partial<PlanQuestion> = {}) {
  return planCase({
    item: AID,
    facts: makeFacts({ form: { poor: false, cause: null } }),
    sources: [{ subject: 'assistance', status: 'FRESH' }],
    divisions: { RESIDENCE: ['990100'], WORKPLACE: [], FILING: [] },
    offices: [
      {
        id: 'office',
        agencyCode: agencyCode('union'),
        role: 'UNION_MEDIATION',
        divisionCode: '990100',
        name: both('办公室'),
        openReferrals: 0,
        agencyPaused: false,
      },
    ],
    consents: [],
    shown: [],
    confirmed: { keys: [], by: 'clerk' },
    ...differs,
  });
}

const facts = (held = NOTHING_HELD, form: Record<string, unknown> = { poor: false, cause: null }) =>
  makeFacts({ held, form });
const materialsOf = ({ plan }: ReturnType<typeof ask>) => plan.materials.map(({ key, status }) => `${key} ${status}`);

describe('a passport', () => {
  it('is offered with its reason where the fact is held, and changes nothing until a person confirms it', () => {
    const answer = ask({ facts: facts(RECEIVES) });

    expect(answer.plan.passports).toMatchObject([
      { key: 'dibao', reason: { holds: true, zh: '正在享受最低生活保障' }, source: '法律援助法第四十二条' },
    ]);
    expect(answer.plan.passports[0]?.confirmedBy).toBeUndefined();
    expect([answer.eligible, materialsOf(answer)]).toEqual([
      false,
      ['income-proof NEEDED', 'photo OPTIONAL', 'school-letter NOT_NEEDED'],
    ]);
  });

  it('makes the check and the paper needless once confirmed, and says by what', () => {
    const answer = ask({ facts: facts(RECEIVES), confirmed: { keys: ['dibao'], by: 'clerk' } });

    expect(answer.eligible).toBe(true);
    expect(answer.plan.eligibility).toMatchObject([{ rule: 'POOR', holds: true, passport: 'dibao' }]);
    expect(materialsOf(answer)[0]).toBe('income-proof PASSPORTED');
    expect(answer.plan.passports[0]?.confirmedBy).toBe('clerk');
  });

  it('cannot be confirmed where nobody holds the fact', () => {
    const answer = ask({ confirmed: { keys: ['dibao'], by: 'clerk' } });

    expect(answer.plan.passports).toMatchObject([{ key: 'dibao', reason: { holds: false } }]);
    expect([answer.eligible, answer.plan.passports[0]?.confirmedBy]).toEqual([false, undefined]);
  });
});

describe('a material', () => {
  it('is shown, still needed, optional, or not asked for', () => {
    expect(materialsOf(ask({ shown: ['income-proof'] }))).toEqual([
      'income-proof SHOWN',
      'photo OPTIONAL',
      'school-letter NOT_NEEDED',
    ]);
    expect(materialsOf(ask({ facts: facts(NOTHING_HELD, { cause: 'SCHOOLING' }) }))[2]).toBe('school-letter NEEDED');
  });
});

describe('a condition on what an agency holds', () => {
  const item = makeServiceItem({
    eligibility: [
      {
        rule: 'NOT_ON_DIBAO',
        when: 'held.insurance.exists(i, i.type == "MEDICAL" && i.status == "PAYING")',
        because: both('医保正常参保'),
        notBecause: both('医保未正常参保'),
      },
    ],
  });
  const source = (status: HeldSource['status']) => [{ subject: 'insurance', status }] as const;

  it.each(['STALE', 'UNAVAILABLE', 'DENIED', 'NO_CONSENT'] as const)(
    'that is not met on an answer that is %s is undecided, stands in nobody’s way, and says that a person checks',
    (status) => {
      const answer = ask({ item, sources: source(status) });

      expect(answer.eligible).toBe(true);
      expect(answer.plan.eligibility).toEqual([
        {
          rule: 'NOT_ON_DIBAO',
          holds: false,
          undecided: true,
          zh: '社会保险数据不是最新，不能据此认定，由人工核实。按现有数据：医保未正常参保',
          en: 'The data on social insurance is not fresh and decides nothing: a person checks. As far as it goes: 医保未正常参保',
        },
      ]);
    },
  );

  it.each(['FRESH', 'NOT_FOUND'] as const)('that is not met on an answer that is %s makes ineligible', (status) => {
    expect(ask({ item, sources: source(status) }).eligible).toBe(false);
  });

  it('that is met on an old answer counts as met', () => {
    const held = { ...NOTHING_HELD, insurance: [{ type: 'MEDICAL', status: 'PAYING' }] };

    expect(ask({ item, facts: facts(held), sources: source('STALE') }).plan.eligibility[0]?.holds).toBe(true);
  });
});
