import { describe, expect, it } from 'vitest';
import type { ProgressContext } from '#domain/cases/case-draft.ts';
import { describeEvent } from '#domain/cases/describe-event.ts';
import { recomputeDeadlines } from '#domain/cases/recompute-deadlines.ts';
import { buildCalendar } from '#domain/referrals/calendar.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { daysOf } from '../../support/factories/announcements.ts';
import {
  clockOf,
  clocksOf,
  delivers,
  openStory,
  says,
  type Story,
  timeline,
} from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

/** Stories begin on 2026-09-01, a Tuesday, on a calendar that knows only the first week of October. */
function withDays(story: Story, ...days: readonly string[]): ProgressContext {
  const october = Array.from({ length: 7 }, (_, day) => `2026-10-0${day + 1}`);
  const year = { year: 2026, notice: '演示通知', confidence: 'CONFIRMED', version: 7 } as const;
  const calendar = buildCalendar([
    {
      region: 'CN',
      name: { zh: '测试日历', en: 'a calendar for tests' },
      divisionPrefixes: [''],
      coveredThrough: localDate('2026-12-31'),
      years: [{ ...year, days: daysOf(...october, ...days) }],
    },
  ]);
  return { ...story.context(), calendar, actor: 'calendar' };
}

const dueOn = (story: Story, step: string, key: string) => clockOf(story, step, key).computation.dueOn;

describe('counting a case again after a notice', () => {
  it('moves a running clock and says in the timeline from where, to where and by which notice', () => {
    const story = openStory(DISPUTE);

    const done = recomputeDeadlines(story.draft, withDays(story, '2026-09-02'));

    expect(done).toEqual({ clocks: 1, changed: 1, moved: 1 });
    expect(dueOn(story, 'mediation', 'HANDOVER')).toBe('2026-09-04');
    expect(story.draft.events.at(-1)).toMatchObject({
      type: 'deadline.recomputed',
      actor: 'calendar',
      referralId: clockOf(story, 'mediation', 'HANDOVER').referralId,
      data: { rule: 'HANDOVER', from: '2026-09-03', to: '2026-09-04', notice: '演示通知' },
    });
  });

  it('is worded in both languages', () => {
    const story = openStory(DISPUTE);
    recomputeDeadlines(story.draft, withDays(story, '2026-09-02'));
    const [event] = story.draft.events.slice(-1);
    if (!event) throw new RangeError('no event');

    expect(describeEvent(event, { item: DISPUTE })).toEqual({
      zh: 'HANDOVER时限由 2026-09-03 改为 2026-09-04：已按 演示通知 重新计算',
      en: 'HANDOVER: due on 2026-09-04 instead of 2026-09-03, recomputed after 演示通知',
    });
  });

  it('changes nothing and writes no line when the date stands on the same reasons', () => {
    const story = openStory(DISPUTE);
    const context = { ...story.context() };
    const clocks = story.draft.deadlines;

    const done = recomputeDeadlines(story.draft, context);

    expect(done).toEqual({ clocks: 1, changed: 0, moved: 0 });
    expect(story.draft.deadlines.every((clock, index) => clock === clocks[index])).toBe(true);
    expect(timeline(story)).not.toContain('deadline.recomputed');
  });

  it('gives new reasons without a line in the timeline where the date stays', () => {
    const story = openStory(DISPUTE);

    const done = recomputeDeadlines(story.draft, withDays(story));

    expect(done).toEqual({ clocks: 1, changed: 1, moved: 0 });
    expect(clockOf(story, 'mediation', 'HANDOVER').computation.notices).toEqual(['演示通知']);
    expect(timeline(story)).not.toContain('deadline.recomputed');
  });

  it('leaves a clock that was met as it ended', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    const met = clockOf(story, 'mediation', 'HANDOVER');

    recomputeDeadlines(story.draft, withDays(story, '2026-09-02', '2026-09-16'));

    expect(clocksOf(story, 'mediation')).toMatchObject({ HANDOVER: 'MET', MED_LDMA: 'RUNNING' });
    expect(clockOf(story, 'mediation', 'HANDOVER')).toBe(met);
    expect(dueOn(story, 'mediation', 'MED_LDMA')).toBe('2026-09-17');
  });

  it('counts a clock that stands still, too, and leaves it standing', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    says(story, 'arbitration', 'RECEIVE');
    says(story, 'arbitration', 'REQUEST_SUPPLEMENT');
    const before = dueOn(story, 'arbitration', 'ARB_ACCEPT');

    recomputeDeadlines(story.draft, withDays(story, before));

    expect(before).toBe('2026-09-07');
    expect(clockOf(story, 'arbitration', 'ARB_ACCEPT')).toMatchObject({ status: 'PAUSED', pausedOn: '2026-09-01' });
    expect(dueOn(story, 'arbitration', 'ARB_ACCEPT')).toBe('2026-09-08');
  });
});
