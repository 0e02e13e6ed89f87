import { describe, expect, it } from 'vitest';
import { checkRun } from './checker/check.ts';
import type { EffectRow, Evidence } from './checker/evidence.ts';
import { figuresOf } from './checker/figures.ts';
import type { ViolationKind } from './checker/violation.ts';
import { caseOf, effectOf, flawless, recordOf, referralOf } from './support/flawless-run.ts';

const UNDISTURBED = { interrupted: false };

/** What was planted, by the one violation that has to be found, and nothing else. */
const PLANTED: readonly (readonly [string, ViolationKind, (run: Evidence) => Evidence])[] = [
  ['a key that was refused', 'KEY_REFUSED', withCounter({ refused: [{ key: 'key-x', code: 'DUPLICATE_CASE' }] })],
  ['one key with two answers', 'KEY_CONTRADICTED', withCounter({ contradicted: ['key-legal-aid'] })],
  ['an accepted case that is not there', 'CASE_MISSING', addAccepted({ key: 'key-x', caseId: 'case-x' })],
  [
    'a key that is stored for another case',
    'CASE_MISSING',
    (run) => ({ ...run, storedKeys: run.storedKeys.map((row) => ({ ...row, key: `${row.key}?` })) }),
  ],
  [
    'a case under two keys',
    'CASE_TWICE',
    (run) => {
      const twin = { key: 'key-twin', caseId: 'case-legal-aid' };
      return { ...addAccepted(twin)(run), storedKeys: [...run.storedKeys, twin] };
    },
  ],
  [
    'a case that nobody was told of',
    'CASE_PHANTOM',
    (run) => ({ ...run, counter: { ...run.counter, accepted: run.counter.accepted.slice(1) } }),
  ],
  ['an effect that its agency does not have', 'EFFECT_LOST', withoutRecord('legal-aid')],
  [
    'a referral without an effect',
    'EFFECT_LOST',
    (run) => ({ ...run, effects: run.effects.slice(1), agencies: run.agencies.slice(1), inbox: run.inbox.slice(1) }),
  ],
  ['two records under one key', 'EFFECT_DOUBLED', withRecord('hr-bureau', 'INQUIRY', { count: 2 })],
  [
    'one record under each of two keys',
    'EFFECT_DOUBLED',
    (run) => ({
      ...run,
      agencies: run.agencies.map((agency) =>
        agency.name === 'legal-aid'
          ? { ...agency, seen: [...agency.seen, { ...agency.seen[0]!, key: 'oe-other' }] }
          : agency,
      ),
    }),
  ],
  [
    'a record that we do not know of',
    'EFFECT_PHANTOM',
    (run) => ({
      ...run,
      agencies: [...run.agencies, { ...recordOf('court', 'HONOURED'), answers: [] }],
    }),
  ],
  [
    'a record at the wrong agency',
    'EFFECT_PHANTOM',
    (run) => ({
      ...run,
      effects: run.effects.map((effect) => (effect.agency === 'legal-aid' ? { ...effect, agency: 'court' } : effect)),
    }),
  ],
  ['an effect that is still waiting', 'EFFECT_UNFINISHED', withEffect('hr-bureau', { status: 'PENDING' })],
  ['an effect that was given up', 'EFFECT_UNFINISHED', withEffect('hr-bureau', { status: 'STOPPED' })],
  ['a drop that nobody is asked about', 'DOUBT_MISSED', withRecord('civil-affairs', 'NONE', { cuts: 1 })],
  ['a doubt without a drop', 'DOUBT_UNEXPLAINED', withEffect('civil-affairs', { doubted: true })],
  ['a doubt where one can ask', 'DOUBT_UNEXPLAINED', withEffect('hr-bureau', { doubted: true, interrupted: true })],
  ['a repeat to the keyless agency', 'RESENT_BY_MACHINE', withRecord('civil-affairs', 'NONE', { requests: 2 })],
  ['an answer that is not in the inbox', 'REPLY_MISSING', (run) => ({ ...run, inbox: run.inbox.slice(1) })],
  [
    'an answer that could not be delivered',
    'REPLY_MISSING',
    (run) => ({
      ...run,
      agencies: run.agencies.map((agency, at) => (at === 0 ? { ...agency, undelivered: 1 } : agency)),
    }),
  ],
  [
    'an answer that lies in the inbox twice',
    'REPLY_TWICE',
    (run) => ({ ...run, inbox: [...run.inbox, run.inbox[0]!] }),
  ],
  [
    'an answer that nobody has taken up',
    'REPLY_UNFINISHED',
    (run) => ({ ...run, inbox: run.inbox.map((row, at) => (at === 0 ? { ...row, status: 'STORED' } : row)) }),
  ],
  [
    'an answer in quarantine',
    'REPLY_UNFINISHED',
    (run) => ({ ...run, inbox: run.inbox.map((row, at) => (at === 0 ? { ...row, status: 'QUARANTINED' } : row)) }),
  ],
  [
    'a case without a clock that is on no list',
    'CASE_WITHOUT_CLOCK',
    (run) => ({ ...run, cases: [caseOf('legal-aid', { openClocks: 0 }), ...run.cases.slice(1)] }),
  ],
  [
    'a status that no event tells',
    'EVENTS_DISAGREE',
    (run) => ({ ...run, cases: [caseOf('legal-aid', { status: 'IN_PROGRESS' }), ...run.cases.slice(1)] }),
  ],
  [
    'a gap between events',
    'EVENTS_DISAGREE',
    (run) => ({ ...run, events: run.events.map((event, at) => (at === 2 ? { ...event, sequence: 7 } : event)) }),
  ],
  [
    'an event that begins where the last did not end',
    'EVENTS_DISAGREE',
    (run) => ({ ...run, events: run.events.map((event, at) => (at === 3 ? { ...event, from: 'DRAFTED' } : event)) }),
  ],
  ['a job that the queue gave up', 'JOB_FAILED', (run) => ({ ...run, failedJobs: 1 })],
  [
    'a request cut by a stop',
    'STOP_BROKE_REQUEST',
    (run) => ({ ...run, terminations: [{ code: 0, ms: 400, broken: 1 }] }),
  ],
  ['a stop that took too long', 'STOP_LATE', (run) => ({ ...run, terminations: [{ code: 0, ms: 10_001, broken: 0 }] })],
  [
    'a stop that had to be forced',
    'STOP_LATE',
    (run) => ({ ...run, terminations: [{ code: null, ms: 11_000, broken: 0 }] }),
  ],
  ['a process that fell over by itself', 'PROCESS_CRASHED', (run) => ({ ...run, crashes: ['worker-1: exit 1'] })],
];

describe('the checker', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(checkRun(flawless(), UNDISTURBED)).toEqual([]);
  });

  it.each(PLANTED)('finds %s: %s', (_what, kind, plant) => {
    const found = checkRun(plant(flawless()), UNDISTURBED);

    expect(found.map((violation) => violation.kind)).toContain(kind);
    expect(found.find((violation) => violation.kind === kind)?.ids.length).toBeGreaterThan(0);
  });

  it('finds an answer that does not show on its referral', () => {
    const run = flawless();
    const found = checkRun(
      { ...run, referrals: [referralOf('legal-aid', { status: 'SENT' }), ...run.referrals.slice(1)] },
      UNDISTURBED,
    );

    expect(found.map(({ kind }) => kind)).toContain('REPLY_WITHOUT_EFFECT');
  });

  it('takes a drop with its doubt as it should be', () => {
    const run = withRecord('civil-affairs', 'NONE', { cuts: 1 })(
      withEffect('civil-affairs', { doubted: true })(flawless()),
    );

    expect(checkRun(run, UNDISTURBED)).toEqual([]);
  });

  it('takes a doubt of our own making where the run interrupts us, and only there', () => {
    const run = withEffect('civil-affairs', { doubted: true, interrupted: true })(flawless());

    expect(checkRun(run, { interrupted: true })).toEqual([]);
    expect(checkRun(run, { interrupted: false }).map(({ kind }) => kind)).toEqual(['DOUBT_UNEXPLAINED']);
  });

  it('leaves to a person what is in doubt and was never recorded', () => {
    const run = withEffect('civil-affairs', { status: 'IN_DOUBT', doubted: true, interrupted: true })(flawless());
    const unrecorded = { ...withoutRecord('civil-affairs')(run), inbox: run.inbox.slice(0, 2) };

    expect(checkRun(unrecorded, { interrupted: true })).toEqual([]);
  });

  it('wants poison as a dead letter with its fault, and nothing else', () => {
    const poisoned = (differs: Partial<EffectRow>): Evidence => {
      const run = withEffect('legal-aid', { status: 'STOPPED', attempts: 9, lastFault: 'SERVER_ERROR', ...differs })(
        flawless(),
      );
      return {
        ...withoutRecord('legal-aid')(run),
        cases: [caseOf('legal-aid', { poison: true }), ...run.cases.slice(1)],
      };
    };

    expect(checkRun(poisoned({}), UNDISTURBED)).toEqual([]);
    for (const differs of [{ status: 'DELIVERED' }, { status: 'PENDING' }, { lastFault: null }, { attempts: 0 }])
      expect(
        checkRun(poisoned(differs), UNDISTURBED).map(({ kind }) => kind),
        JSON.stringify(differs),
      ).toEqual(['POISON_NOT_HELD']);
  });

  it('counts what it has seen', () => {
    const run = withRecord('legal-aid', 'HONOURED', { requests: 3 })(flawless());
    const values = new Map(figuresOf(run).map(({ en, value }) => [en, value]));

    expect(values.get('accepted (keys answered)')).toBe(3);
    expect(values.get('repeats absorbed by agencies')).toBe(2);
    expect(values.get('inbox: applied / superseded')).toBe('3 / 0');
  });
});

function withCounter(differs: Partial<Evidence['counter']>): (run: Evidence) => Evidence {
  return (run) => ({ ...run, counter: { ...run.counter, ...differs } });
}

function addAccepted(more: Evidence['counter']['accepted'][number]): (run: Evidence) => Evidence {
  return (run) => ({ ...run, counter: { ...run.counter, accepted: [...run.counter.accepted, more] } });
}

function withEffect(name: string, differs: Partial<EffectRow>): (run: Evidence) => Evidence {
  return (run) => ({
    ...run,
    effects: run.effects.map((effect) => (effect.agency === name ? effectOf(name, differs) : effect)),
  });
}

function withRecord(
  name: string,
  effectKey: Evidence['agencies'][number]['effectKey'],
  differs: Parameters<typeof recordOf>[2],
): (run: Evidence) => Evidence {
  return (run) => ({
    ...run,
    agencies: run.agencies.map((agency) => (agency.name === name ? recordOf(name, effectKey, differs) : agency)),
  });
}

function withoutRecord(name: string): (run: Evidence) => Evidence {
  return (run) => ({
    ...run,
    agencies: run.agencies.map((agency) =>
      agency.name === name ? { ...agency, seen: [], answers: [], over: [] } : agency,
    ),
  });
}
