import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('gig-worker-join');
const form = { employmentGroup: 'FOOD_DELIVERY', platformName: '桂江送餐站', wantsGiftedCover: true, wantsCard: true };
const stranger = { isMember: false };

describe('which platform workers can join the union', () => {
  it('a rider without an employer', () => {
    expect(plan(item, form, stranger).eligible).toBe(true);
  });

  it('nobody who is a member already', () => {
    expect(Object.keys(against(plan(item, form, { isMember: true })))).toEqual(['NOT_YET_MEMBER']);
  });

  it('nobody under sixteen', () => {
    expect(against(plan(item, form, { ...stranger, age: 15 }))).toEqual({
      WORKING_AGE: '您未满十六周岁，还不能以职工身份入会',
    });
  });

  it('knows the groups of the campaign and those around them', () => {
    expect(item.form.properties['employmentGroup']).toMatchObject({
      enum: expect.arrayContaining(['TRUCK_DRIVER', 'RIDE_HAILING_DRIVER', 'COURIER', 'FOOD_DELIVERY', 'STREAMER']),
    });
  });
});

describe('where a platform worker’s joining goes', () => {
  it('to the membership desk, and then at the same time to the mutual aid centre and the service centre', () => {
    const answer = plan(item, form, { ...stranger, worksIn: '990101400' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({
      admission: '桂江市总工会组织部会籍岗',
      'gifted-cover': '桂江市职工互助保障中心',
      card: '桂江市总工会职工服务中心',
    });
    expect(answer.plan.lead).toBe('admission');
  });

  it('leaves out what the worker does not want, and says so', () => {
    const answer = plan(item, { ...form, wantsGiftedCover: false, wantsCard: false }, stranger);

    expect(Object.keys(whereTo(answer))).toEqual(['admission']);
    expect(answer.plan.omitted.map(({ key, reason }) => [key, reason.zh])).toEqual([
      ['gifted-cover', '您没有选择领取赠送的互助保障'],
      ['card', '您没有选择办理职工卡'],
    ]);
  });
});

describe('by when a platform worker’s joining moves on', () => {
  it.each([
    ['MEMBERSHIP_DECISION', '2026-10-16', 'ten working days'],
    ['GIFTED_COVER', '2026-10-10', 'five working days'],
    ['CARD_ISSUE', '2026-10-23', 'fifteen working days'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-09-28T02:00:00Z')).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key).confidence).toBe('UNCONFIRMED');
  });
});

describe('what a platform worker has to show', () => {
  it('is a proof of the work, since no agency holds it', () => {
    expect(item.passports).toEqual([]);
    expect(papers(plan(item, form, stranger))).toEqual({ 'platform-proof': 'NEEDED' });
    expect(papers(plan(item, form, { ...stranger, shown: ['platform-proof'] }))).toEqual({ 'platform-proof': 'SHOWN' });
  });
});

describe('what is seen of a platform worker', () => {
  it('is kind of work and platform before the union has accepted', () => {
    expect(shownTo(item, 'admission').before).toEqual(['form.employmentGroup', 'form.platformName']);
    expect(shownTo(item, 'admission').after).toContain('applicant.residentId');
  });

  it('is the person at once where cover or card is made out, and not the platform', () => {
    for (const key of ['gifted-cover', 'card']) {
      const { before, after } = shownTo(item, key);
      expect(before).toEqual(after);
      expect(after).not.toContain('form.platformName');
    }
  });
});

describe('how a platform worker’s joining ends', () => {
  it('makes a member, whatever becomes of cover and card', () => {
    expect(item.whenAllEnd).toBe('JOINED');
    expect(endsOf(item)).toEqual({
      admission: { ADMITTED: 'then gifted-cover and card', REFUSED: 'NOT_ADMITTED' },
      'gifted-cover': {
        COVERED: 'branch ends',
        ALREADY_COVERED: 'branch ends',
        NOT_NEEDED: 'branch ends',
        REFUSED: 'branch ends',
      },
      card: {
        ISSUED: 'branch ends',
        DECLINED_BY_BANK: 'branch ends',
        NOT_NEEDED: 'branch ends',
        REFUSED: 'branch ends',
      },
    });
  });
});
