import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('course-enrolment');
const form = { courseName: '电工基础', attends: 'ON_SITE', wantsCertificate: true };

describe('who can enrol in a course', () => {
  it('a member', () => {
    expect(plan(item, form).eligible).toBe(true);
  });

  it('nobody else, who is told to join first', () => {
    expect(against(plan(item, form, { isMember: false }))).toEqual({ UNION_MEMBER: '您还不是工会会员，请先办理入会' });
  });
});

describe('where a course is enrolled in', () => {
  it('at the service centre, which also examines', () => {
    const answer = plan(item, form, { livesIn: '990102001' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ enrolment: '桂江市总工会职工服务中心', examination: '桂江市总工会职工服务中心' });
  });

  it('without an examination where none is wanted', () => {
    const answer = plan(item, { ...form, wantsCertificate: false });

    expect(Object.keys(whereTo(answer))).toEqual(['enrolment']);
    expect(answer.plan.omitted.map(({ reason }) => reason.zh)).toEqual(['您不参加考核，报名成功后直接上课']);
  });
});

describe('by when a course moves on', () => {
  it.each([
    ['COURSE_PLACE', '2026-09-08', 'five working days'],
    ['COURSE_RESULT', '2027-03-01', 'six months'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-09-01T02:00:00Z')).toMatchObject({ dueOn });
    expect(clockOf(item, key)).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what a course needs no paper for', () => {
  it('is a membership that the register has', () => {
    const held = { memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2021-10-20' }] };

    expect(papers(plan(item, form, { held }))).toEqual({ 'membership-proof': 'NEEDED' });
    expect(papers(plan(item, form, { held, confirms: ['membership-on-record'] }))).toEqual({
      'membership-proof': 'PASSPORTED',
    });
  });
});

describe('what is seen of somebody who takes a course', () => {
  it('is the course before the place is accepted, and then name and telephone', () => {
    const { before, after } = shownTo(item, 'enrolment');

    expect(before).toEqual(['form.courseName', 'form.courseNo', 'form.attends']);
    expect(after).toEqual(expect.arrayContaining(['applicant.name', 'applicant.phone']));
    expect(after).not.toContain('applicant.residentId');
  });

  it('is the identity number only for a certificate', () => {
    expect(shownTo(item, 'examination').after).toContain('applicant.residentId');
  });
});

describe('how a course ends', () => {
  it('leads with every outcome to the examination or to the end', () => {
    expect(endsOf(item)).toEqual({
      enrolment: { ENROLLED: 'then examination', FULL: 'WAITLISTED', REFUSED: 'NOT_ENROLLED' },
      examination: {
        CERTIFIED: 'CERTIFIED',
        NOT_PASSED: 'NOT_CERTIFIED',
        DROPPED_OUT: 'NOT_CERTIFIED',
        NOT_NEEDED: 'ENROLLED',
        REFUSED: 'NOT_CERTIFIED',
      },
    });
  });
});
