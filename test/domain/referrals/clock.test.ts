import { describe, expect, it } from 'vitest';
import { buildCalendar } from '#domain/referrals/calendar.ts';
import {
  type ClockContext,
  type Deadline,
  endClock,
  isClockOpen,
  pauseClock,
  resumeClock,
  startClock,
} from '#domain/referrals/clock.ts';
import { extendClock, extensionRefusal } from '#domain/referrals/extend-clock.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { makeClockRule } from '../../support/factories/service-items.ts';

const calendar = buildCalendar([
  {
    region: 'CN',
    name: { zh: '测试', en: 'test' },
    divisionPrefixes: [''],
    coveredThrough: localDate('2026-12-31'),
    years: [],
  },
]);

function on(instant: string): ClockContext {
  return { now: new Date(instant), calendar, newId: () => 'clock-1' };
}

const rule = makeClockRule('FIVE_DAYS');
const subject = { caseId: 'case-1', referralId: 'referral-1' };

describe('a clock', () => {
  it('counts from the day after its start in China, whatever day it is in Greenwich', () => {
    const lateEvening = startClock(rule, subject, on('2026-09-01T15:59:59Z'));
    const afterMidnight = startClock(rule, subject, on('2026-09-01T16:00:00Z'));

    expect([lateEvening.startedOn, lateEvening.computation.dueOn]).toEqual(['2026-09-01', '2026-09-06']);
    expect([afterMidnight.startedOn, afterMidnight.computation.dueOn]).toEqual(['2026-09-02', '2026-09-07']);
    expect(lateEvening.computation.dueAt).toEqual(new Date('2026-09-06T16:00:00Z'));
  });

  it('gets back every day of every pause', () => {
    let clock = startClock(rule, subject, on('2026-09-01T04:00:00Z'));
    clock = resumeClock(pauseClock(clock, on('2026-09-03T04:00:00Z')), on('2026-09-05T04:00:00Z'));
    clock = resumeClock(pauseClock(clock, on('2026-09-06T04:00:00Z')), on('2026-09-16T04:00:00Z'));

    expect(clock.status).toBe('RUNNING');
    expect(clock.pauses).toEqual([
      { from: '2026-09-03', to: '2026-09-05' },
      { from: '2026-09-06', to: '2026-09-16' },
    ]);
    expect(clock.computation.dueOn).toBe('2026-09-18');
  });

  it('gains nothing from a pause that ends on its own day', () => {
    const clock = startClock(rule, subject, on('2026-09-01T04:00:00Z'));

    const resumed = resumeClock(pauseClock(clock, on('2026-09-03T01:00:00Z')), on('2026-09-03T09:00:00Z'));

    expect(resumed.computation.dueOn).toBe(clock.computation.dueOn);
  });

  it('keeps the rule it started with', () => {
    expect(startClock(rule, subject, on('2026-09-01T04:00:00Z')).rule).toBe(rule);
  });

  it('is paused and resumed only where that makes sense', () => {
    const running = startClock(rule, subject, on('2026-09-01T04:00:00Z'));
    const paused = pauseClock(running, on('2026-09-02T04:00:00Z'));
    const met = endClock(running, 'MET', new Date('2026-09-02T04:00:00Z'));

    expect(resumeClock(running, on('2026-09-02T04:00:00Z'))).toBe(running);
    expect(pauseClock(paused, on('2026-09-03T04:00:00Z'))).toBe(paused);
    expect(pauseClock(met, on('2026-09-03T04:00:00Z'))).toBe(met);
    expect(resumeClock(met, on('2026-09-03T04:00:00Z'))).toBe(met);
  });

  it.each(['MET', 'EXPIRED', 'CANCELLED'] as const)('that is %s stays so', (end) => {
    const ended = endClock(
      startClock(rule, subject, on('2026-09-01T04:00:00Z')),
      end,
      new Date('2026-09-02T04:00:00Z'),
    );

    expect(isClockOpen(ended)).toBe(false);
    for (const other of ['MET', 'EXPIRED', 'CANCELLED'] as const)
      expect(endClock(ended, other, new Date(0))).toBe(ended);
  });

  it('can be ended while it stands still', () => {
    const paused = pauseClock(startClock(rule, subject, on('2026-09-01T04:00:00Z')), on('2026-09-02T04:00:00Z'));

    const ended = endClock(paused, 'CANCELLED', new Date('2026-09-03T04:00:00Z'));

    expect(ended).toMatchObject({ status: 'CANCELLED', endedAt: new Date('2026-09-03T04:00:00Z') });
    expect(ended.pausedOn).toBeUndefined();
  });

  it('says while it stands still that its date is the earliest possible one', () => {
    const paused = pauseClock(startClock(rule, subject, on('2026-09-01T04:00:00Z')), on('2026-09-02T04:00:00Z'));

    const resumed = resumeClock(paused, on('2026-09-02T05:00:00Z'));

    expect(paused.computation).toMatchObject({ dueOn: '2026-09-06', provisional: true });
    expect(resumed.computation).toMatchObject({ dueOn: '2026-09-06', provisional: false });
  });

  it('that stands still for two reasons goes on when both are gone, and gets back the whole time', () => {
    let clock = startClock(rule, subject, on('2026-09-01T04:00:00Z'));
    clock = pauseClock(clock, on('2026-09-02T04:00:00Z'), 'APPRAISAL');
    clock = pauseClock(clock, on('2026-09-04T04:00:00Z'));
    const waiting = resumeClock(clock, on('2026-09-06T04:00:00Z'), 'APPRAISAL');
    const resumed = resumeClock(waiting, on('2026-09-08T04:00:00Z'));

    expect([waiting.status, waiting.pausedFor, waiting.pausedOn]).toEqual(['PAUSED', ['SUPPLEMENT'], '2026-09-02']);
    expect([resumed.status, resumed.pausedFor, resumed.pauses]).toEqual([
      'RUNNING',
      [],
      [{ from: '2026-09-02', to: '2026-09-08' }],
    ]);
    expect(resumed.computation.dueOn).toBe('2026-09-12');
  });

  it('is not set going by the end of a reason it does not stand still for', () => {
    const paused = pauseClock(startClock(rule, subject, on('2026-09-01T04:00:00Z')), on('2026-09-02T04:00:00Z'));

    expect(resumeClock(paused, on('2026-09-03T04:00:00Z'), 'OTHER_BODY')).toBe(paused);
  });
});

describe('an extension', () => {
  const extendable = makeClockRule('EXTENDABLE', { extension: { length: 3, granted: { zh: '批准', en: 'granted' } } });
  const start = on('2026-09-01T04:00:00Z');
  const grant = { length: 3, by: 'director', ground: '案情复杂' };

  function granted(clock: Deadline, more = grant, at = on('2026-09-03T04:00:00Z')): Deadline {
    const answer = extendClock(clock, more, at);
    if (!answer.ok) throw new Error(answer.refusal);
    return answer.clock;
  }

  it('moves the end and is kept on the clock with who granted it, when and why', () => {
    const clock = granted(startClock(extendable, subject, start));

    expect(clock.computation.dueOn).toBe('2026-09-09');
    expect(clock.extension).toEqual({ ...grant, grantedOn: '2026-09-03' });
  });

  it('is one longer period together with pauses, before it and after it', () => {
    let clock = startClock(extendable, subject, start);
    clock = resumeClock(pauseClock(clock, on('2026-09-02T04:00:00Z')), on('2026-09-04T04:00:00Z'));
    clock = granted(clock, grant, on('2026-09-05T04:00:00Z'));
    clock = resumeClock(pauseClock(clock, on('2026-09-06T04:00:00Z')), on('2026-09-09T04:00:00Z'));

    expect(clock.computation.dueOn).toBe('2026-09-14');
  });

  it('can be granted while the clock stands still', () => {
    const paused = pauseClock(startClock(extendable, subject, start), on('2026-09-02T04:00:00Z'), 'APPRAISAL');

    expect(granted(paused)).toMatchObject({
      status: 'PAUSED',
      computation: { dueOn: '2026-09-09', provisional: true },
    });
  });

  it.each([
    ['a rule that knows none', rule, 1, 'NOT_EXTENDABLE'],
    ['more than the limit', extendable, 4, 'BEYOND_LIMIT'],
    ['nothing', extendable, 0, 'BEYOND_LIMIT'],
    ['less than nothing', extendable, -1, 'BEYOND_LIMIT'],
    ['half a day', extendable, 0.5, 'BEYOND_LIMIT'],
  ] as const)('is refused for %s', (_what, of, length, refusal) => {
    expect(extendClock(startClock(of, subject, start), { ...grant, length }, start)).toEqual({ ok: false, refusal });
  });

  it('is refused a second time, though the first left something of the limit', () => {
    const clock = granted(startClock(extendable, subject, start), { ...grant, length: 1 });

    expect(extendClock(clock, { ...grant, length: 1 }, start)).toEqual({ ok: false, refusal: 'EXTENDED_ALREADY' });
  });

  it('comes too late once the time is over or the clock has ended', () => {
    const clock = startClock(extendable, subject, start);

    expect(extendClock(clock, grant, on('2026-09-06T16:00:00Z'))).toEqual({ ok: false, refusal: 'RUN_OUT' });
    expect(extendClock(clock, grant, on('2026-09-06T15:59:59Z')).ok).toBe(true);
    expect(extendClock(endClock(clock, 'MET', start.now), grant, start)).toEqual({ ok: false, refusal: 'RUN_OUT' });
  });

  it('by agreement has no limit but that of a slip of the finger', () => {
    const agreed = makeClockRule('AGREED', { extension: { granted: { zh: '各方同意', en: 'all agree' } } });

    expect(extensionRefusal(agreed, 365)).toBeUndefined();
    expect(extensionRefusal(agreed, 2_000_000_000)).toBe('BEYOND_LIMIT');
  });
});
