import { describe, expect, it } from 'vitest';
import { buildCalendar } from '#domain/referrals/calendar.ts';
import {
  type ClockContext,
  endClock,
  isClockOpen,
  pauseClock,
  resumeClock,
  startClock,
} from '#domain/referrals/clock.ts';
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
});
