import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem, ServiceItemStep } from '#domain/catalogue/service-item.ts';

/** A rule that makes a person look after five days; say what differs. */
export function makeClockRule(key: string, differs: Partial<ClockRule> = {}): ClockRule {
  return {
    key,
    name: both(key),
    source: 'of these tests',
    confidence: 'CONFIRMED',
    start: 'RECEIVED',
    stops: [],
    length: 5,
    unit: 'DAY',
    rollOver: false,
    pausesForSupplement: false,
    consequence: { kind: 'ESCALATE', text: both('a person looks') },
    ...differs,
  };
}

function silenceCountsAs(outcome: string): ClockRule['consequence'] {
  return { kind: 'OUTCOME', outcome, text: both(`counts as ${outcome}`) };
}

export function makeStep(key: string, differs: Partial<ServiceItemStep> = {}): ServiceItemStep {
  return {
    key,
    name: both(key),
    role: 'UNION_MEDIATION',
    jurisdiction: 'RESIDENCE',
    card: [],
    discloses: [],
    disclosure: 'AT_ONCE',
    waitsFor: [],
    clocks: ['HANDOVER', 'SUPPLEMENT'],
    outcomes: { REFUSED: endsWith('NOT_ACCEPTED') },
    ...differs,
  };
}

export function leadsTo(...next: string[]) {
  return { name: both(`on to ${next.join(', ')}`), leadsTo: { next } };
}

export function endsWith(finish: string) {
  return { name: both(finish), leadsTo: { finish } };
}

/** This branch ends and the others decide. */
export const ENDS_BRANCH = { name: both('the branch ends'), leadsTo: { endBranch: true } } as const;

export function makeServiceItem(differs: Partial<ServiceItem> = {}): ServiceItem {
  return {
    code: 'test-item',
    name: both('a test item'),
    audience: both('nobody'),
    form: { type: 'object', required: [], properties: {} },
    materials: [],
    consents: [],
    eligibility: [],
    passports: [],
    start: ['only'],
    steps: [makeStep('only', { outcomes: { DONE: endsWith('DONE'), REFUSED: endsWith('NOT_ACCEPTED') } })],
    caseClocks: ['RATING'],
    clocks: COMMON_CLOCKS,
    ...differs,
  };
}

const COMMON_CLOCKS: Readonly<Record<string, ClockRule>> = {
  HANDOVER: makeClockRule('HANDOVER', { start: 'DRAFTED', stops: ['RECEIVED'], length: 2, unit: 'WORKING_DAY' }),
  SUPPLEMENT: makeClockRule('SUPPLEMENT', { start: 'SUPPLEMENT_REQUESTED', length: 10, unit: 'WORKING_DAY' }),
  RATING: makeClockRule('RATING', {
    start: 'AWAITING_RATING',
    length: 15,
    consequence: { kind: 'LAPSE_RATING', text: both('closes by itself') },
  }),
};

/** One step after the other, as a dispute goes: mediation, then arbitration, then court. */
export const DISPUTE: ServiceItem = makeServiceItem({
  code: 'dispute',
  start: ['mediation'],
  clocks: {
    ...COMMON_CLOCKS,
    MED_LDMA: makeClockRule('MED_LDMA', { length: 15, rollOver: true, consequence: silenceCountsAs('EXPIRED') }),
    ARB_ACCEPT: makeClockRule('ARB_ACCEPT', {
      stops: ['ACCEPTED'],
      pausesForSupplement: true,
      rollOver: true,
      consequence: silenceCountsAs('EXPIRED'),
    }),
    ARB_AWARD: makeClockRule('ARB_AWARD', {
      start: 'ACCEPTED',
      length: 45,
      pausesForSupplement: true,
      rollOver: true,
      consequence: silenceCountsAs('EXPIRED'),
    }),
    COURT_DOCKET: makeClockRule('COURT_DOCKET', { length: 7, pausesForSupplement: true, rollOver: true }),
  },
  steps: [
    makeStep('mediation', {
      clocks: ['HANDOVER', 'SUPPLEMENT', 'MED_LDMA'],
      outcomes: {
        AGREED: endsWith('SETTLED'),
        FAILED: leadsTo('arbitration'),
        EXPIRED: leadsTo('arbitration'),
        REFUSED: leadsTo('arbitration'),
      },
    }),
    makeStep('arbitration', {
      role: 'HR_ARBITRATION',
      clocks: ['HANDOVER', 'SUPPLEMENT', 'ARB_ACCEPT', 'ARB_AWARD'],
      outcomes: {
        AWARDED: endsWith('AWARDED'),
        NOT_FINAL: leadsTo('court'),
        // The name an applicant's own withdrawal of the whole case also has.
        WITHDRAWN: endsWith('WITHDRAWN_BY_APPLICANT'),
        EXPIRED: leadsTo('court'),
        REFUSED: leadsTo('court'),
      },
    }),
    makeStep('court', {
      role: 'COURT_FILING',
      clocks: ['HANDOVER', 'SUPPLEMENT', 'COURT_DOCKET'],
      outcomes: { DOCKETED: endsWith('DOCKETED'), REFUSED: endsWith('NOT_DOCKETED') },
    }),
  ],
});

/** Two steps side by side that lead to the same third, which knows no supplement clock; the check can end it all. */
export const AID: ServiceItem = makeServiceItem({
  code: 'aid',
  start: ['check', 'visit'],
  clocks: {
    ...COMMON_CLOCKS,
    CHECK: makeClockRule('CHECK', {
      pausesForSupplement: true,
      pausesFor: ['APPRAISAL', 'OTHER_BODY'],
      extension: { length: 3, granted: both('granted by the head') },
    }),
    VISIT: makeClockRule('VISIT', { length: 3, consequence: silenceCountsAs('NOT_VISITED') }),
    APPROVAL: makeClockRule('APPROVAL', { pausesForSupplement: true }),
  },
  steps: [
    makeStep('check', {
      role: 'CIVIL_AFFAIRS_CHECK',
      clocks: ['HANDOVER', 'SUPPLEMENT', 'CHECK'],
      outcomes: {
        ELIGIBLE: leadsTo('approval'),
        INELIGIBLE: endsWith('NOT_ELIGIBLE'),
        REFUSED: endsWith('NOT_ELIGIBLE'),
      },
    }),
    makeStep('visit', {
      role: 'TOWNSHIP_VISIT',
      clocks: ['HANDOVER', 'VISIT'],
      outcomes: { CONFIRMED: leadsTo('approval'), NOT_VISITED: leadsTo('approval'), REFUSED: endsWith('NOT_ELIGIBLE') },
    }),
    makeStep('approval', {
      role: 'UNION_AID',
      clocks: ['HANDOVER', 'APPROVAL'],
      outcomes: { APPROVED: endsWith('AIDED'), REFUSED: endsWith('NOT_APPROVED') },
    }),
  ],
});

function both(text: string) {
  return { zh: text, en: text };
}
