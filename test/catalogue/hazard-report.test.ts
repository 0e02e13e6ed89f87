import { describe, expect, it } from 'vitest';
import {
  against,
  clockOf,
  dueAfter,
  endsOf,
  itemNamed,
  officesWithOnly,
  papers,
  plan,
  shownTo,
  whereTo,
} from './support/demo-city.ts';

const item = itemNamed('hazard-report');
const form = { place: '三合镇码头二号吊机旁', description: '护栏断了一截，夜里没有灯。', urgent: true };

describe('who can report a hazard', () => {
  it.each([
    ['a member', true, 40],
    ['anybody else', false, 40],
    ['a child who sees it', false, 12],
  ])('%s', (_who, isMember, age) => {
    expect(plan(item, form, { isMember, age }).eligible).toBe(true);
  });

  it('nobody who does not say where', () => {
    expect(against(plan(item, { ...form, place: null }))).toEqual({
      PLACE_STATED: '请写明隐患在哪里，才能派人去看',
    });
  });
});

describe('where a hazard report goes', () => {
  it('at the same time to emergency management, which leads, and to the union', () => {
    const offices = officesWithOnly('EMERGENCY_MANAGEMENT', '桂江市应急管理局');
    const answer = plan(item, form, { worksIn: '990103100' }, offices);

    expect(answer.faults).toEqual([]);
    expect(item.start).toEqual(['inspection', 'labour-protection']);
    expect(answer.plan.lead).toBe('inspection');
    expect(whereTo(answer, offices)).toEqual({
      inspection: '桂江市应急管理局',
      'labour-protection': '桂江市总工会职工服务中心',
    });
  });
});

describe('by when a hazard is looked at', () => {
  // Friday 20 November 2026.
  it.each([
    ['HAZARD_HANDOVER', '2026-11-21', 'the next day, though a Saturday'],
    ['HAZARD_ANSWER', '2026-11-23', 'three days, weekend or not'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-11-20T02:00:00Z')).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key)).toMatchObject({ source: '本地配置', confidence: 'UNCONFIRMED' });
  });

  it.each(['HAZARD_HANDOVER', 'HAZARD_ANSWER'])('has somebody look when %s runs out', (key) => {
    expect(clockOf(item, key).consequence.kind).toBe('ESCALATE');
  });
});

describe('what has to be shown for a hazard', () => {
  it('is nothing; a photograph helps', () => {
    expect(papers(plan(item, form))).toEqual({ photo: 'OPTIONAL' });
  });
});

describe('what is seen of somebody who reports a hazard', () => {
  it.each(['inspection', 'labour-protection'])('is in %s the hazard at once and never the person', (key) => {
    const { before, after } = shownTo(item, key);

    expect(before).toEqual(after);
    expect(after).toEqual(expect.arrayContaining(['form.place', 'form.description', 'form.urgent']));
    expect(after).not.toContainEqual(expect.stringContaining('applicant.'));
  });

  it('is a telephone only if left, and only for those who check', () => {
    expect(item.form.required).not.toContain('callBack');
    expect(shownTo(item, 'inspection').after).toContain('form.callBack');
    expect(shownTo(item, 'labour-protection').after).not.toContain('form.callBack');
  });
});

describe('how a hazard report ends', () => {
  it('once both have answered, and not before', () => {
    expect(item.whenAllEnd).toBe('ANSWERED');
    expect(endsOf(item)).toEqual({
      inspection: {
        REMOVED: 'branch ends',
        RECTIFICATION_ORDERED: 'branch ends',
        NOT_FOUND: 'branch ends',
        REFUSED: 'branch ends',
      },
      'labour-protection': { EMPLOYER_URGED: 'branch ends', NO_UNION_THERE: 'branch ends', REFUSED: 'branch ends' },
    });
  });
});
