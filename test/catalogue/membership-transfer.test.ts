import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('membership-transfer');
const form = { reason: 'CHANGED_EMPLOYER', newEmployerName: '桂江速达物流有限公司' };
const withMembership = (status: string) => ({
  held: { memberships: [{ status, employmentGroup: null, joinedOn: '2021-10-20' }] },
});

describe('who can transfer a membership', () => {
  it('a member whose membership is active', () => {
    expect(plan(item, form, withMembership('ACTIVE')).eligible).toBe(true);
  });

  it.each(['TRANSFERRING', 'RETAINED', 'WITHDRAWN'])('nobody whose membership is %s', (status) => {
    const answer = plan(item, form, withMembership(status));

    expect(answer.eligible).toBe(false);
    expect(Object.keys(against(answer))).toEqual(['ACTIVE_MEMBER']);
  });

  it('nobody without a membership, who is told to join first', () => {
    expect(against(plan(item, form, { isMember: false }))['ACTIVE_MEMBER']).toContain('还没有入会的请先入会');
  });
});

describe('where a transfer goes', () => {
  it('to the desk for the home to be released, and to the desk for the work to be admitted', () => {
    const answer = plan(item, form, { ...withMembership('ACTIVE'), livesIn: '990122', worksIn: '990102' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({
      release: '桂江市总工会组织部会籍岗',
      admission: '桂江市总工会组织部会籍岗',
      retention: '桂江市总工会组织部会籍岗',
    });
    expect(item.steps.map(({ jurisdiction }) => jurisdiction)).toEqual(['RESIDENCE', 'WORKPLACE', 'RESIDENCE']);
  });
});

describe('by when a transfer moves on', () => {
  it.each([
    ['MEMBERSHIP_RELEASE', '2026-10-10', 'five working days, the last a made-up Saturday'],
    ['MEMBERSHIP_DECISION', '2026-10-16', 'ten working days'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-09-28T02:00:00Z')).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key).confidence).toBe('UNCONFIRMED');
  });
});

describe('what a transfer needs no paper for', () => {
  it('is the old membership, which the register has; the new work still has to be proven', () => {
    const answer = plan(item, form, { ...withMembership('ACTIVE'), confirms: ['membership-on-record'] });

    expect(papers(answer)).toEqual({ 'membership-proof': 'PASSPORTED', 'new-employment-proof': 'NEEDED' });
  });
});

describe('what the two unions see of a transfer', () => {
  it('lets the old union find the member at once, without the new employer', () => {
    const { before, after } = shownTo(item, 'release');

    expect(before).toEqual(after);
    expect(before).toContain('applicant.residentId');
    expect(before).not.toContain('form.newEmployerName');
  });

  it('lets the new union see who it is when it has accepted', () => {
    expect(shownTo(item, 'admission').before).toEqual(['form.reason', 'form.newEmployerName']);
    expect(shownTo(item, 'admission').after).toContain('applicant.residentId');
  });
});

describe('how a transfer ends', () => {
  it('leaves nobody between two unions: what is not admitted is kept or restored', () => {
    expect(endsOf(item)).toEqual({
      release: { RELEASED: 'then admission', NO_MEMBERSHIP: 'NO_MEMBERSHIP', REFUSED: 'NOT_TRANSFERRED' },
      admission: { ADMITTED: 'TRANSFERRED', NO_UNION_YET: 'then retention', REFUSED: 'then retention' },
      retention: { RETAINED: 'RETAINED', RESTORED: 'NOT_TRANSFERRED', REFUSED: 'NO_MEMBERSHIP' },
    });
  });
});
