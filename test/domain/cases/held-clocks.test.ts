import { describe, expect, it } from 'vitest';
import { describeAttention } from '#domain/cases/describe-attention.ts';
import { extendDeadline } from '#domain/cases/extend-deadline.ts';
import { pauseClocks } from '#domain/cases/pause-clocks.ts';
import { provideSupplement } from '#domain/cases/provide-supplement.ts';
import { resumeClocks } from '#domain/cases/resume-clocks.ts';
import type { PauseCause } from '#domain/catalogue/clock-rule.ts';
import {
  at,
  clockOf,
  clocksOf,
  openStory,
  runsOut,
  says,
  type Story,
  timeline,
} from '../../support/factories/case-drafts.ts';
import { AID, endsWith, makeClockRule, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';

const both = (text: string) => ({ zh: text, en: text });

/** One step that is checked within five days and of which somebody is told after three. */
const TOLD = makeServiceItem({
  clocks: {
    ...AID.clocks,
    TELL: makeClockRule('TELL', { length: 3, consequence: { kind: 'INFORM', text: both('told') } }),
  },
  steps: [
    makeStep('only', {
      clocks: ['HANDOVER', 'SUPPLEMENT', 'CHECK', 'TELL'],
      outcomes: { DONE: endsWith('DONE'), REFUSED: endsWith('NOT_ACCEPTED') },
    }),
  ],
});

/** Opened, and in the hands of its agency. */
function received(): Story {
  const story = openStory(TOLD);
  says(story, 'only', 'RECEIVE');
  return story;
}

function pause(story: Story, cause: PauseCause): boolean {
  return pauseClocks(story.draft, at(story, 'only').id, { cause, note: '委托鉴定' }, story.context());
}

function resume(story: Story, cause: PauseCause): boolean {
  return resumeClocks(story.draft, at(story, 'only').id, { cause, note: '鉴定完成' }, story.context());
}

describe('a pause', () => {
  it('stops only the clocks whose rules allow it for that cause, and is written down', () => {
    const story = received();

    expect(pause(story, 'APPRAISAL')).toBe(true);

    expect(clocksOf(story, 'only')).toEqual({ HANDOVER: 'MET', CHECK: 'PAUSED', TELL: 'RUNNING' });
    expect(story.draft.events.at(-2)).toMatchObject({
      type: 'clock.paused',
      data: { rule: 'CHECK', cause: 'APPRAISAL' },
      note: '委托鉴定',
    });
  });

  it('for a cause that no rule knows changes nothing', () => {
    const story = received();
    const before = { ...story.draft };

    expect(pause(story, 'PARTIES_AGREED')).toBe(false);

    expect(story.draft.events).toBe(before.events);
    expect(clocksOf(story, 'only')).toMatchObject({ CHECK: 'RUNNING' });
  });

  it('is made once', () => {
    const story = received();

    expect([pause(story, 'APPRAISAL'), pause(story, 'APPRAISAL')]).toEqual([true, false]);
  });

  it('gives its days back when it is over', () => {
    const story = received();
    const due = clockOf(story, 'only', 'CHECK').computation.dueOn;
    story.passDays(1);
    pause(story, 'OTHER_BODY');
    story.passDays(10);

    expect(resume(story, 'OTHER_BODY')).toBe(true);

    expect([due, clockOf(story, 'only', 'CHECK').computation.dueOn]).toEqual(['2026-09-06', '2026-09-16']);
    expect(story.draft.events.at(-2)).toMatchObject({ type: 'clock.resumed', data: { dueOn: '2026-09-16' } });
    expect(resume(story, 'OTHER_BODY')).toBe(false);
  });

  it('is not ended by a supplement, nor does it end the wait for one', () => {
    const story = received();
    pause(story, 'APPRAISAL');
    says(story, 'only', 'REQUEST_SUPPLEMENT');
    provideSupplement(story.draft, at(story, 'only').id, 'here it is', story.context());
    const supplied = clocksOf(story, 'only')['CHECK'];
    says(story, 'only', 'REQUEST_SUPPLEMENT');

    resume(story, 'APPRAISAL');

    expect([supplied, clocksOf(story, 'only')['CHECK']]).toEqual(['PAUSED', 'PAUSED']);
    expect(clockOf(story, 'only', 'CHECK').pausedFor).toEqual(['SUPPLEMENT']);
    provideSupplement(story.draft, at(story, 'only').id, 'here it is', story.context());
    expect(clocksOf(story, 'only')['CHECK']).toBe('RUNNING');
  });

  it('comes too late for a clock whose time is over, and does not put off what follows', () => {
    const story = received();
    story.waitFor(clockOf(story, 'only', 'CHECK'));

    expect(pause(story, 'APPRAISAL')).toBe(false);

    expect(runsOut(story, 'only', 'CHECK')).toBe(true);
  });

  it('never lets its clock run out', () => {
    const story = received();
    pause(story, 'APPRAISAL');

    expect(runsOut(story, 'only', 'CHECK')).toBe(false);
  });
});

describe('a case whose clocks stand still', () => {
  it('stays off the list while another clock runs that moves something', () => {
    const story = openStory(TOLD);
    says(story, 'only', 'RECEIVE');
    says(story, 'only', 'REQUEST_SUPPLEMENT');

    pause(story, 'APPRAISAL');

    expect(clocksOf(story, 'only')).toMatchObject({ CHECK: 'PAUSED', SUPPLEMENT: 'RUNNING' });
    expect(story.draft.case.attentionReason).toBeUndefined();
  });

  it('goes on the list with the cause, for whoever it waits for has no duty to tell us', () => {
    const story = received();

    pause(story, 'OTHER_BODY');

    expect(story.draft.case).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attentionReason: 'CLOCK_PAUSED:OTHER_BODY',
    });
    expect(describeAttention('CLOCK_PAUSED:OTHER_BODY').zh).toContain('请跟进');
  });

  it('leaves the list when the clock goes on', () => {
    const story = received();
    pause(story, 'OTHER_BODY');

    resume(story, 'OTHER_BODY');

    expect(story.draft.case).toMatchObject({ status: 'IN_PROGRESS', attentionReason: undefined });
  });
});

describe('a clock that only informs', () => {
  it('is told when it runs out, and nothing else follows', () => {
    const story = received();
    const before = timeline(story).length;

    const performed = runsOut(story, 'only', 'TELL');

    expect(performed).toBe(true);
    expect(timeline(story).slice(before)).toEqual(['deadline.expired']);
    expect([story.draft.case.status, story.draft.case.attentionReason]).toEqual(['IN_PROGRESS', undefined]);
    expect(at(story, 'only').status).toBe('RECEIVED');
  });

  it('does not count as a clock that watches', () => {
    const story = received();

    runsOut(story, 'only', 'CHECK');
    says(story, 'only', 'ACCEPT');

    expect(story.draft.case.attentionReason).toBe('OVERDUE:CHECK');
    expect(clocksOf(story, 'only')).toMatchObject({ TELL: 'RUNNING' });
  });
});

describe('more time', () => {
  it('is granted on the open clock of a referral and written down with the new date and the ground', () => {
    const story = received();
    const { id } = at(story, 'only');

    const answer = extendDeadline(story.draft, id, { rule: 'CHECK', length: 3, ground: '案情复杂' }, story.context());

    expect(answer).toEqual({ ok: true });
    expect(clockOf(story, 'only', 'CHECK')).toMatchObject({
      extension: { length: 3, grantedOn: '2026-09-01', by: 'test', ground: '案情复杂' },
      computation: { dueOn: '2026-09-09' },
    });
    expect(story.draft.events.at(-1)).toMatchObject({
      type: 'clock.extended',
      data: { rule: 'CHECK', length: 3, dueOn: '2026-09-09' },
      note: '案情复杂',
    });
  });

  it('is refused with the rule that refuses it, and not known for a clock that does not run', () => {
    const story = received();
    const { id } = at(story, 'only');
    const ask = (rule: string) => extendDeadline(story.draft, id, { rule, length: 9, ground: 'x' }, story.context());

    expect(ask('CHECK')).toMatchObject({ ok: false, refusal: 'BEYOND_LIMIT', rule: { key: 'CHECK' } });
    expect(ask('HANDOVER')).toBeUndefined();
    expect(ask('NONE')).toBeUndefined();
  });
});
