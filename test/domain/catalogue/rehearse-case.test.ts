import { describe, expect, it } from 'vitest';
import type { FrozenFacts } from '#domain/cases/case.ts';
import { NOTHING_HELD } from '#domain/catalogue/facts.ts';
import { indexOffices } from '#domain/catalogue/office-index.ts';
import type { PastCase, PastClock } from '#domain/catalogue/past-decision.ts';
import { rehearseCase, rehearseRefusedIntake, type RehearsalGround } from '#domain/catalogue/rehearse-case.ts';
import { createDueUnder } from '#domain/catalogue/rehearse-clocks.ts';
import type { Condition, ServiceItem } from '#domain/catalogue/service-item.ts';
import { buildCalendar } from '#domain/referrals/calendar.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { makeFacts } from '../../support/factories/facts.ts';
import { DISPUTE, leadsTo, makeClockRule, makeStep } from '../../support/factories/service-items.ts';

const CALENDAR = buildCalendar([
  {
    region: 'CN',
    name: { zh: '全国', en: 'China' },
    divisionPrefixes: [''],
    coveredThrough: localDate('2026-12-31'),
    years: [{ year: 2026, notice: 'of these tests', confidence: 'CONFIRMED', days: [] }],
  },
]);
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '990101': ['990101', '990100'],
  '990102': ['990102', '990100'],
};

function ground(draft: ServiceItem, differs: Partial<RehearsalGround> = {}): RehearsalGround {
  return {
    draft,
    blankForm: Object.fromEntries(Object.keys(draft.form.properties).map((field) => [field, null])),
    offices: indexOffices([
      { id: 'studio', role: 'UNION_MEDIATION', divisionCode: '990101' },
      { id: 'studio-2', role: 'UNION_MEDIATION', divisionCode: '990102' },
      { id: 'bureau', role: 'HR_ARBITRATION', divisionCode: '990100' },
      { id: 'court', role: 'COURT_FILING', divisionCode: '990100' },
    ]),
    placeOf: (division) => PLACES[division] ?? [],
    calendarOf: () => CALENDAR,
    askedUnder: () => new Set(['amount']),
    dueUnder: createDueUnder(),
    now: new Date('2026-06-01T00:00:00Z'),
    ...differs,
  };
}

function facts(differs: Partial<FrozenFacts> = {}): FrozenFacts {
  const { form: _none, ...rest } = makeFacts();
  return { ...rest, assessed: [], sources: [{ subject: 'memberships', status: 'FRESH' }], ...differs };
}

/** A dispute of March, decided on the facts above. */
function past(differs: Partial<PastCase> = {}): PastCase {
  return {
    id: 'case',
    versionId: 'v1',
    divisionCode: '990101',
    decidedAt: new Date('2026-03-02T02:00:00Z'),
    known: { form: { amount: '100.00' }, facts: facts() },
    confirmedPassports: [],
    steps: [
      { key: 'mediation', officeId: 'studio' },
      { key: 'arbitration', officeId: 'bureau' },
      { key: 'court', officeId: 'court' },
    ],
    clocks: [],
    ...differs,
  };
}

/** Started on Monday, 2 March, five days: kept until the end of the 7th, Beijing time. */
function clock(differs: Partial<PastClock> = {}): PastClock {
  return {
    rule: 'COURT_DOCKET',
    start: 'RECEIVED',
    status: 'MET',
    startedOn: localDate('2026-03-02'),
    dueAt: new Date('2026-03-09T16:00:00Z'),
    pauses: [],
    endedAt: new Date('2026-03-06T04:00:00Z'),
    ...differs,
  };
}

function condition(when: string): Condition {
  return { rule: 'RULE', when, because: { zh: '是', en: 'yes' }, notBecause: { zh: '否', en: 'no' } };
}

function needing(when: string): ServiceItem {
  return {
    ...DISPUTE,
    form: {
      ...DISPUTE.form,
      properties: {
        amount: { type: 'string', title: { zh: '金额', en: 'Amount' } },
        reason: { type: 'string', title: { zh: '原因', en: 'Reason' } },
      },
    },
    eligibility: [condition(when)],
  };
}

describe('who the draft would accept', () => {
  it.each([
    ['a condition that holds', 'applicant.age >= 16', []],
    ['a condition that does not', 'applicant.age >= 60', ['REMOVED']],
    ['a condition on the form as it was', 'yuan(form.amount) > 50.0', []],
    ['a condition on the form that does not hold', 'yuan(form.amount) > 500.0', ['REMOVED']],
    ['a question that the form did not have', 'form.reason == "illness"', ['UNDECIDED']],
    ['the same word in a text, which asks nothing', '"form.reason" == "illness"', ['REMOVED']],
    ['a fact that was asked for and sure', 'held.memberships.exists(m, m.status == "ACTIVE")', ['REMOVED']],
    ['a fact that nobody asked for', 'held.insurance.exists(i, i.status == "PAYING")', ['UNDECIDED']],
    ['a result that no assessment gave', 'assessment.category == "A"', ['UNDECIDED']],
  ])('by %s', (_what, when, findings) => {
    expect(rehearseCase(ground(needing(when)), past())).toEqual(findings);
  });

  it('does not count what was not sure then as known now', () => {
    const unsure = facts({ sources: [{ subject: 'memberships', status: 'STALE' }] });

    const findings = rehearseCase(
      ground(needing('held.memberships.exists(m, m.status == "ACTIVE")')),
      past({ known: { form: {}, facts: unsure } }),
    );

    expect(findings).toEqual(['UNDECIDED']);
  });

  it('lets a passport that was confirmed then stand for a rule', () => {
    const member = { memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2020-01-01' }] };
    const item: ServiceItem = {
      ...needing('applicant.age >= 60'),
      passports: [
        {
          ...condition('held.memberships.exists(m, m.status == "ACTIVE")'),
          key: 'member',
          materials: [],
          rules: ['RULE'],
          source: 'of these tests',
          confidence: 'CONFIRMED',
        },
      ],
    };
    const known = { form: {}, facts: facts({ held: { ...NOTHING_HELD, ...member } }) };

    expect(rehearseCase(ground(item), past({ known, confirmedPassports: ['member'] }))).toEqual([]);
    expect(rehearseCase(ground(item), past({ known }))).toEqual(['REMOVED']);
  });

  it.each([
    ['eligible now', 'applicant.age >= 16', ['ADDED']],
    ['still not eligible', 'applicant.age >= 60', []],
    ['nobody can tell', 'form.reason == "illness"', ['UNDECIDED']],
  ])('among those refused: %s', (_what, when, findings) => {
    expect(rehearseRefusedIntake(ground(needing(when)), past())).toEqual(findings);
  });

  it('cannot tell where the facts were not kept', () => {
    expect(rehearseCase(ground(DISPUTE), past({ known: undefined }))).toEqual(['NOT_COMPARABLE']);
    expect(rehearseRefusedIntake(ground(DISPUTE), past({ known: undefined }))).toEqual(['NOT_COMPARABLE']);
  });
});

describe('where the draft would send it', () => {
  const withStep = (key: string, differs: Parameters<typeof makeStep>[1]): ServiceItem => ({
    ...DISPUTE,
    steps: DISPUTE.steps.map((step) => (step.key === key ? { ...step, ...differs } : step)),
  });

  it('finds nothing under the version it was accepted under', () => {
    expect(rehearseCase(ground(DISPUTE), past())).toEqual([]);
  });

  it('sees another office when another place decides', () => {
    const elsewhere = past({ workplaceDivision: '990102' });

    expect(rehearseCase(ground(withStep('mediation', { jurisdiction: 'WORKPLACE' })), elsewhere)).toEqual(['REROUTED']);
    expect(rehearseCase(ground(DISPUTE), elsewhere)).toEqual([]);
  });

  it('does not call it another office when a fuller one on a level above had it', () => {
    const offices = indexOffices([
      { id: 'studio', role: 'UNION_MEDIATION', divisionCode: '990101' },
      { id: 'city-studio', role: 'UNION_MEDIATION', divisionCode: '990100' },
      { id: 'bureau', role: 'HR_ARBITRATION', divisionCode: '990100' },
      { id: 'court', role: 'COURT_FILING', divisionCode: '990100' },
    ]);
    const [, ...others] = past().steps;

    const findings = rehearseCase(
      ground(DISPUTE, { offices }),
      past({ steps: [{ key: 'mediation', officeId: 'city-studio' }, ...others] }),
    );

    expect(findings).toEqual([]);
  });

  it('sees another office, or none, when another role has to act', () => {
    expect(rehearseCase(ground(withStep('court', { role: 'HR_ARBITRATION' })), past())).toEqual(['REROUTED']);
    expect(rehearseCase(ground(withStep('court', { role: 'LEGAL_AID' })), past())).toEqual(['REROUTED', 'NO_OFFICE']);
  });

  it('counts steps that come and go', () => {
    const longer: ServiceItem = { ...DISPUTE, steps: [...DISPUTE.steps, makeStep('visit')] };
    const shorter: ServiceItem = { ...DISPUTE, steps: DISPUTE.steps.filter(({ key }) => key !== 'court') };

    expect(rehearseCase(ground(longer), past())).toEqual(['STEP_ADDED']);
    expect(rehearseCase(ground(shorter), past())).toEqual(['STEP_OMITTED']);
  });

  it('leaves a step out only where it is known not to be needed', () => {
    const unless = (when: string) =>
      withStep('mediation', {
        applies: condition(when),
        outcomes: { ...DISPUTE.steps[0]!.outcomes, NOT_NEEDED: leadsTo('arbitration') },
      });

    expect(rehearseCase(ground(unless('applicant.age >= 60')), past())).toEqual(['STEP_OMITTED']);
    expect(rehearseCase(ground(unless('form.reason == "illness"')), past())).toEqual([]);
  });
});

describe('which clocks would come out otherwise', () => {
  const lasting = (length: number, differs: object = {}): ServiceItem => ({
    ...DISPUTE,
    clocks: { ...DISPUTE.clocks, COURT_DOCKET: makeClockRule('COURT_DOCKET', { length, ...differs }) },
  });
  const open = { endedAt: undefined, status: 'RUNNING' as const };

  it.each([
    ['kept, and still kept', 7, {}, []],
    ['kept, and missed under a shorter rule', 3, {}, ['CLOCK_MISSED']],
    ['ended at the last moment of the day', 3, { endedAt: new Date('2026-03-05T15:59:59Z') }, []],
    ['ended at the first moment of the next', 3, { endedAt: new Date('2026-03-05T16:00:00Z') }, ['CLOCK_MISSED']],
    ['met too late, in time under a longer rule', 20, { endedAt: new Date('2026-03-12T00:00:00Z') }, ['CLOCK_MET']],
    [
      'expired, and expired under a shorter rule',
      3,
      { status: 'EXPIRED', endedAt: new Date('2026-03-09T16:00:01Z') },
      [],
    ],
    [
      'expired before a longer rule ends',
      20,
      { status: 'EXPIRED', endedAt: new Date('2026-03-09T16:00:01Z') },
      ['CLOCK_UNDECIDED'],
    ],
    [
      'running, and over by now under a shorter rule',
      3,
      { ...open, dueAt: new Date('2026-07-01T16:00:00Z') },
      ['CLOCK_MISSED'],
    ],
    ['running, and running on', 120, { ...open, dueAt: new Date('2026-07-01T16:00:00Z') }, []],
    ['standing still since before the end', 7, { ...open, status: 'PAUSED', pausedOn: localDate('2026-03-04') }, []],
    [
      'standing still since after the end',
      2,
      { ...open, status: 'PAUSED', pausedOn: localDate('2026-03-06') },
      ['CLOCK_MISSED'],
    ],
    ['no longer of account', 1, { status: 'CANCELLED' }, []],
    ['that starts at another event in the draft', 3, { start: 'ACCEPTED' }, ['CLOCK_UNDECIDED']],
    ['of a rule the draft does not have', 3, { rule: 'GONE' }, []],
  ] as const)('%s', (_what, length, differs, findings) => {
    const clocks = [clock(differs)];

    expect(rehearseCase(ground(lasting(length)), past({ clocks }))).toEqual(findings);
  });

  it('counts pauses where the draft still pauses, and not where it does not', () => {
    const paused = clock({ pauses: [{ from: localDate('2026-03-03'), to: localDate('2026-03-06') }] });

    expect(rehearseCase(ground(lasting(3, { pausesForSupplement: true })), past({ clocks: [paused] }))).toEqual([]);
    expect(rehearseCase(ground(lasting(3)), past({ clocks: [paused] }))).toEqual(['CLOCK_MISSED']);
  });

  it('counts each clock', () => {
    const clocks = [clock(), clock(), clock({ startedOn: localDate('2026-03-05') })];

    expect(rehearseCase(ground(lasting(2)), past({ clocks }))).toEqual(['CLOCK_MISSED', 'CLOCK_MISSED']);
  });
});
