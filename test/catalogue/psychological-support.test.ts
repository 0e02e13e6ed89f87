import { describe, expect, it } from 'vitest';
import {
  against,
  clockOf,
  dueAfter,
  endsOf,
  itemNamed,
  officesWithOnly,
  plan,
  shownTo,
  whereTo,
} from './support/demo-city.ts';

const item = itemNamed('psychological-support');
const form = { contactBy: 'PHONE', preferredTime: 'WEEKDAY_EVENING' };

describe('who can ask for psychological support', () => {
  it.each([
    ['a member', true, 40],
    ['a worker who is no member', false, 40],
    ['a worker of just sixteen', false, 16],
  ])('%s', (_who, isMember, age) => {
    expect(plan(item, form, { isMember, age }).eligible).toBe(true);
  });

  it('nobody under sixteen without a guardian', () => {
    expect(against(plan(item, form, { age: 15 }))).toEqual({
      WORKING_AGE: '您未满十六周岁，请由监护人陪同到窗口办理',
    });
  });
});

describe('where psychological support is given', () => {
  it.each(['990101001', '990122200'])('by the service of the city, for a home in %s', (livesIn) => {
    const offices = officesWithOnly('PSYCHOLOGICAL_SUPPORT', '心之家职工心理服务中心');
    const answer = plan(item, form, { livesIn }, offices);

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer, offices)).toEqual({ support: '心之家职工心理服务中心' });
  });
});

describe('by when psychological support moves on', () => {
  it.each([
    ['COUNSELLING_ANSWER', '2026-11-24', 'two working days after the weekend'],
    ['COUNSELLING', '2026-12-20', 'thirty days'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-11-20T02:00:00Z')).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key).confidence).toBe('UNCONFIRMED');
  });

  it('is given to somebody else when nobody takes it on', () => {
    expect(clockOf(item, 'COUNSELLING_ANSWER')).toMatchObject({
      stops: ['ACCEPTED'],
      consequence: { kind: 'REASSIGN' },
    });
  });
});

describe('what is seen of somebody who asks for psychological support', () => {
  it('is hidden from ordinary views', () => {
    expect(item.confidential).toBe(true);
  });

  it('is only how and when to meet before a counsellor has taken it on', () => {
    expect(shownTo(item, 'support').before).toEqual(['form.contactBy', 'form.preferredTime']);
  });

  it('is then a telephone and a form of address, never name, identity number or reason', () => {
    expect(shownTo(item, 'support').after).toEqual([
      'applicant.phone',
      'form.contactBy',
      'form.preferredTime',
      'form.callMe',
    ]);
    expect(Object.keys(item.form.properties)).toEqual(['contactBy', 'preferredTime', 'callMe']);
  });

  it('rests on a consent of its own', () => {
    expect(item.consents.map(({ line, legalBasis, required }) => [line, legalBasis, required])).toEqual([
      ['confidential-support', 'CONSENT', true],
    ]);
  });

  it('needs no paper', () => {
    expect(item.materials).toEqual([]);
  });
});

describe('how psychological support ends', () => {
  it('leads with every outcome to the end', () => {
    expect(endsOf(item)).toEqual({
      support: {
        SUPPORT_GIVEN: 'SUPPORTED',
        SUPPORT_STOPPED: 'STOPPED_BY_WORKER',
        ADVISED_TO_SEE_DOCTOR: 'ADVISED_TO_SEE_DOCTOR',
        REFUSED: 'NOT_SUPPORTED',
      },
    });
  });
});
