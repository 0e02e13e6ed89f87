import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QIN, WAGE_FORM } from '../support/case-inputs.ts';
import { caseNow, type ReferralSeen } from '../support/case-operations.ts';
import { type ChangeInput, changeCase, changeReferral, type ReferralMutation } from '../support/change-operations.ts';
import { countRows } from '../support/count-rows.ts';
import { lying, openStudioHouse, type StudioHouse, type Status, UNCLEAR } from '../support/studio.ts';

let house: StudioHouse;

beforeAll(async () => {
  house = await openStudioHouse();
});

beforeEach(() => house.answerWith({ kind: 'DELIVERED' }));

afterAll(() => house.close());

/** What was sent about one referral since it was drawn up. */
function kindsSent(referralId: string | undefined): readonly string[] {
  return messagesAbout(referralId).map(({ kind }) => kind);
}

function messagesAbout(referralId: string | undefined) {
  const row = Buffer.from(referralId ?? '', 'base64url')
    .toString()
    .slice('ref:'.length);
  return house.sent.filter((message) => message.referralId === row);
}

async function formOf(caseId: string): Promise<unknown> {
  const { data } = await house.run<{ case: { form: unknown } }>(
    'window',
    'query ($id: ID!) { case(id: $id) { form } }',
    { id: caseId },
  );
  return data.case.form;
}

const STEERING: readonly [ReferralMutation, ChangeInput, Status][] = [
  ['provideSupplement', { note: '已补交' }, 'SUPPLEMENT_REQUESTED'],
  ['recallReferral', { reason: '派错单位' }, 'SENT'],
  ['resendReferral', { note: '已更正' }, 'RETURNED'],
  ['resolveDoubt', { recorded: false, note: '电话确认未收到' }, 'IN_DOUBT'],
];

describe.each(STEERING)('%s', (mutation, more, status) => {
  it('is done once per key', async () => {
    const { referral } = await lying(house, status);
    const input = { idempotencyKey: crypto.randomUUID(), referralId: referral.id, ...more };
    const first = await changeReferral(house, 'window', mutation, input);
    const before = await countRows(house);

    const again = await changeReferral(house, 'window', mutation, input);

    expect(first.userErrors).toEqual([]);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await countRows(house)).toEqual(before);
  });

  it('asked for ten times at once is done once', async () => {
    const { record, referral } = await lying(house, status);

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => changeReferral(house, 'window', mutation, { referralId: referral.id, ...more })),
    );

    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect((await caseNow(house, record.id)).version).toBe(record.version + 1);
  });

  it('wants it written down why', async () => {
    const { record, referral } = await lying(house, status);
    const field = 'reason' in more ? 'reason' : 'note';

    const answer = await changeReferral(house, 'window', mutation, { referralId: referral.id, ...more, [field]: ' ' });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'NOTE_REQUIRED', path: [field] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });
});

describe('a supplement', () => {
  it('is sent to the agency with the mended form, and the matter goes on', async () => {
    const { record, referral } = await lying(house, 'SUPPLEMENT_REQUESTED');

    const answer = await changeReferral(house, 'window', 'provideSupplement', {
      referralId: referral.id,
      note: '补交工资流水，金额更正',
      form: { arrearsAmount: '17000.5', arrearsMonths: 4 },
    });
    await house.drain();

    expect(answer.referral).toMatchObject({ status: 'RECEIVED', delivery: { pending: true } });
    expect(await formOf(record.id)).toEqual({ ...WAGE_FORM, arrearsAmount: '17000.50', arrearsMonths: 4 });
    expect(messagesAbout(referral.id).at(-1)).toMatchObject({
      kind: 'SUPPLEMENT',
      note: '补交工资流水，金额更正',
      fields: { arrearsAmount: '17000.50', arrearsMonths: 4, employerName: WAGE_FORM.employerName },
    });
    expect(messagesAbout(referral.id).at(-1)?.fields).not.toHaveProperty('unpaidSince');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['a wrong amount', { arrearsAmount: 'x' }, 'AMOUNT_INVALID', 'arrearsAmount'],
    ['a field nobody asked for', { more: 1 }, 'FORM_FIELD_INVALID', 'more'],
    ['an answer taken away', { facts: null }, 'FORM_FIELD_INVALID', 'facts'],
  ])('with %s is refused and leaves the form as it was', async (_what, form, code, field) => {
    const { record, referral } = await lying(house, 'SUPPLEMENT_REQUESTED');

    const answer = await changeReferral(house, 'window', 'provideSupplement', {
      referralId: referral.id,
      note: '补正',
      form,
    });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code, path: ['form', field] }] });
    expect(await formOf(record.id)).toEqual(WAGE_FORM);
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it('a worker may provide for their own case, and for no other', async () => {
    const own = await lying(house, 'SUPPLEMENT_REQUESTED', { applicant: QIN });
    const other = await lying(house, 'SUPPLEMENT_REQUESTED');

    const ofOther = await changeReferral(house, 'worker', 'provideSupplement', {
      referralId: other.referral.id,
      note: '已补交',
    });
    const ofOwn = await changeReferral(house, 'worker', 'provideSupplement', {
      referralId: own.referral.id,
      note: '已补交',
    });

    expect(ofOther).toMatchObject({ referral: null, userErrors: [{ code: 'NOT_FOUND', path: ['referralId'] }] });
    expect(ofOwn).toMatchObject({ userErrors: [], referral: { status: 'RECEIVED' } });
  });

  it('whose arrival is unclear waits for a person, and goes on when it has arrived', async () => {
    const { record, referral } = await lying(house, 'SUPPLEMENT_REQUESTED');
    house.answerWith(UNCLEAR);
    await changeReferral(house, 'window', 'provideSupplement', { referralId: referral.id, note: '已补交' });
    await house.drainPatiently();
    const doubtful = await caseNow(house, record.id);

    const answer = await changeReferral(house, 'window', 'resolveDoubt', {
      referralId: referral.id,
      recorded: true,
      note: '对方已收到',
    });

    expect(doubtful).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attentionReason: 'DELIVERY_IN_DOUBT',
      referrals: [{ status: 'RECEIVED' }],
    });
    expect(answer).toMatchObject({ userErrors: [], referral: { status: 'RECEIVED', delivery: { pending: false } } });
    expect(await caseNow(house, record.id)).toMatchObject({ status: 'IN_PROGRESS', attentionReason: null });
    expect(kindsSent(referral.id)).toEqual(['DISPATCH', 'SUPPLEMENT']);
  });
});

describe('a recall', () => {
  it('of what never left sends nothing at all', async () => {
    const { record, referral } = await lying(house, 'DRAFTED');

    const answer = await changeReferral(house, 'window', 'recallReferral', {
      referralId: referral.id,
      reason: '派错单位',
    });
    await house.drain();

    expect(answer.referral).toMatchObject({ status: 'RECALLED', delivery: { pending: false, attempts: 0 } });
    expect(kindsSent(referral.id)).toEqual([]);
    expect(await caseNow(house, record.id)).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RECALLED' });
  });

  it('of what the agency has is sent after it, with the reason', async () => {
    const { referral } = await lying(house, 'ACCEPTED');

    await changeReferral(house, 'window', 'recallReferral', { referralId: referral.id, reason: '申请人改走仲裁' });
    await house.drain();

    expect(kindsSent(referral.id)).toEqual(['DISPATCH', 'RECALL']);
    expect(messagesAbout(referral.id).at(-1)).toMatchObject({ kind: 'RECALL', note: '申请人改走仲裁' });
  });

  it('of what may have arrived is sent all the same', async () => {
    const { referral } = await lying(house, 'IN_DOUBT');

    await changeReferral(house, 'window', 'recallReferral', { referralId: referral.id, reason: '派错单位' });
    await house.drainPatiently();

    expect(kindsSent(referral.id)).toEqual(['DISPATCH', 'RECALL']);
  });
});

describe('a resending', () => {
  it('is a new round to the same step, with the mended form, and takes the case off the list', async () => {
    const { record, referral } = await lying(house, 'RETURNED');

    const answer = await changeReferral(house, 'window', 'resendReferral', {
      referralId: referral.id,
      note: '补齐材料',
      form: { facts: '补充说明：站点关停' },
    });
    await house.drain();

    expect(record).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RETURNED:MATERIALS_INCOMPLETE' });
    expect(answer).toMatchObject({
      userErrors: [],
      referral: { stepKey: 'mediation', round: 2, status: 'DRAFTED', outcome: null, reasonCode: null },
    });
    const after = await caseNow(house, record.id);
    expect(after).toMatchObject({ status: 'IN_PROGRESS', attentionReason: null });
    expect(rounds(after.referrals)).toEqual([
      [1, 'RETURNED'],
      [2, 'SENT'],
    ]);
    expect(messagesAbout(answer.referral?.id)).toMatchObject([
      { kind: 'DISPATCH', fields: { facts: '补充说明：站点关停' } },
    ]);
  });

  it('is possible for the latest round only', async () => {
    const { record, referral } = await lying(house, 'RETURNED');
    await changeReferral(house, 'window', 'resendReferral', { referralId: referral.id, note: '补齐材料' });

    const again = await changeReferral(house, 'window', 'resendReferral', {
      referralId: referral.id,
      note: '再发一次',
    });

    expect(again).toMatchObject({
      referral: null,
      userErrors: [{ code: 'TRANSITION_REFUSED', currentStatus: 'RETURNED' }],
    });
    expect(rounds((await caseNow(house, record.id)).referrals)).toHaveLength(2);
  });

  it('is over with the case', async () => {
    const { record, referral } = await lying(house, 'RETURNED');
    await changeCase(house, 'window', 'withdrawCase', { caseId: record.id, reason: '不办了' });

    const answer = await changeReferral(house, 'window', 'resendReferral', {
      referralId: referral.id,
      note: '再发一次',
    });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'TRANSITION_REFUSED' }] });
  });
});

describe('a delivery in doubt', () => {
  it('is on the list of the window, and nobody sends it again by himself', async () => {
    const { record, referral } = await lying(house, 'IN_DOUBT');
    await house.drainPatiently();
    await house.drainPatiently();

    expect(record).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'DELIVERY_IN_DOUBT' });
    expect(record.timeline.at(-1)?.summary.zh).toContain('不确定对方是否收到');
    expect(referral.delivery).toMatchObject({ pending: false, lastFault: 'TIMEOUT' });
    expect(kindsSent(referral.id)).toEqual(['DISPATCH']);
  });

  it('that has arrived counts as delivered', async () => {
    const { record, referral } = await lying(house, 'IN_DOUBT');

    const answer = await changeReferral(house, 'window', 'resolveDoubt', {
      referralId: referral.id,
      recorded: true,
      note: '电话确认已收到',
    });
    await house.drainPatiently();

    expect(answer.referral).toMatchObject({ status: 'SENT', delivery: { pending: false } });
    expect(kindsSent(referral.id)).toEqual(['DISPATCH']);
    const after = await caseNow(house, record.id);
    expect(after).toMatchObject({ status: 'IN_PROGRESS', attentionReason: null });
    expect(after.timeline.map(({ summary }) => summary.zh)).toContain(
      '经人工确认，青榕区总工会劳动争议调解工作室已收到',
    );
  });

  it('that has not arrived is sent again, once', async () => {
    const { record, referral } = await lying(house, 'IN_DOUBT');

    const answer = await changeReferral(house, 'operator', 'resolveDoubt', {
      referralId: referral.id,
      recorded: false,
      note: '电话确认未收到',
    });
    await house.drainPatiently();

    expect(answer.referral).toMatchObject({ status: 'DRAFTED', delivery: { pending: true } });
    expect(kindsSent(referral.id)).toEqual(['DISPATCH', 'DISPATCH']);
    expect(await caseNow(house, record.id)).toMatchObject({ status: 'IN_PROGRESS', referrals: [{ status: 'SENT' }] });
  });

  it('ends by itself when the agency answers', async () => {
    const { record, referral } = await lying(house, 'IN_DOUBT');

    await changeReferral(house, 'mediator', 'acceptReferral', { referralId: referral.id });

    expect(await caseNow(house, record.id)).toMatchObject({
      status: 'IN_PROGRESS',
      attentionReason: null,
      referrals: [{ status: 'ACCEPTED' }],
    });
    expect(
      await changeReferral(house, 'window', 'resolveDoubt', {
        referralId: referral.id,
        recorded: false,
        note: '已无必要',
      }),
    ).toMatchObject({
      userErrors: [{ code: 'TRANSITION_REFUSED', currentStatus: 'ACCEPTED' }],
    });
  });
});

function rounds(referrals: readonly ReferralSeen[]): readonly (readonly [number, string])[] {
  return referrals.map(({ round, status }) => [round, status] as const);
}
