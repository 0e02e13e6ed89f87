import type { AgencyRecord, CaseRow, EffectRow, Evidence, EventRow, ReferralRow } from '../checker/evidence.ts';

/** Evidence of a run in which nothing went wrong: a case at each kind of agency, delivered, answered, closed. */
export function flawless(): Evidence {
  const agencies = [
    ['legal-aid', 'HONOURED'],
    ['hr-bureau', 'INQUIRY'],
    ['civil-affairs', 'NONE'],
  ] as const;
  return {
    counter: { accepted: agencies.map(([name]) => acceptedOf(name)), refused: [], contradicted: [] },
    storedKeys: agencies.map(([name]) => acceptedOf(name)),
    cases: agencies.map(([name]) => caseOf(name)),
    referrals: agencies.map(([name]) => referralOf(name)),
    effects: agencies.map(([name]) => effectOf(name)),
    events: agencies.flatMap(([name]) => eventsOf(name)),
    inbox: agencies.map(([name]) => ({ agency: name, messageId: `msg-${name}`, status: 'APPLIED' })),
    agencies: agencies.map(([name, effectKey]) => recordOf(name, effectKey)),
    failedJobs: 0,
    terminations: [{ code: 0, ms: 400, broken: 0 }],
    crashes: [],
  };
}

function acceptedOf(name: string) {
  return { key: `key-${name}`, caseId: `case-${name}` };
}

export function caseOf(name: string, differs: Partial<CaseRow> = {}): CaseRow {
  return { id: `case-${name}`, status: 'AWAITING_RATING', openClocks: 1, poison: false, ...differs };
}

export function referralOf(name: string, differs: Partial<ReferralRow> = {}): ReferralRow {
  return { id: `referral-${name}`, caseId: `case-${name}`, agency: name, status: 'COMPLETED', ...differs };
}

export function effectOf(name: string, differs: Partial<EffectRow> = {}): EffectRow {
  return {
    id: `effect-${name}`,
    referralId: `referral-${name}`,
    agency: name,
    kind: 'DISPATCH',
    status: 'DELIVERED',
    attempts: 1,
    lastFault: null,
    doubted: false,
    interrupted: false,
    ...differs,
  };
}

function eventsOf(name: string): readonly EventRow[] {
  const caseId = `case-${name}`;
  const referralId = `referral-${name}`;
  return [
    { caseId, referralId: null, sequence: 1, from: null, to: 'IN_PROGRESS' },
    { caseId, referralId, sequence: 2, from: null, to: 'DRAFTED' },
    { caseId, referralId, sequence: 3, from: 'DRAFTED', to: 'SENT' },
    { caseId, referralId, sequence: 4, from: 'SENT', to: 'COMPLETED' },
    { caseId, referralId: null, sequence: 5, from: 'IN_PROGRESS', to: 'AWAITING_RATING' },
  ];
}

export function recordOf(
  name: string,
  effectKey: AgencyRecord['effectKey'],
  differs: Partial<AgencyRecord['seen'][number]> = {},
): AgencyRecord {
  const referralId = `referral-${name}`;
  return {
    name,
    effectKey,
    seen: [{ key: `oe-effect-${name}`, referralId, kind: 'DISPATCH', count: 1, requests: 1, cuts: 0, ...differs }],
    answers: [`msg-${name}`],
    over: [referralId],
    undelivered: 0,
  };
}
