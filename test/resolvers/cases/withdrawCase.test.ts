import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#resolvers/global-id.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { QIN, wageCase } from '../support/case-inputs.ts';
import { caseNow, opened } from '../support/case-operations.ts';
import { changeCase, changeReferral } from '../support/change-operations.ts';
import { countRows } from '../support/count-rows.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

describe('withdrawing a case', () => {
  it('ends it, recalls what is open and stops every clock', async () => {
    const { id } = await opened(house, wageCase());

    const answer = await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '双方已和解' });

    expect(answer).toMatchObject({
      replayed: false,
      userErrors: [],
      case: {
        id,
        status: 'WITHDRAWN',
        outcome: 'WITHDRAWN',
        closedAt: '2026-03-02T02:00:00.000Z',
        attentionReason: null,
        referrals: [
          { status: 'RECALLED', deadlines: [{ status: 'CANCELLED' }], delivery: { pending: false, attempts: 0 } },
        ],
        steps: [{ key: 'mediation', status: 'SKIPPED' }, { status: 'SKIPPED' }, { status: 'SKIPPED' }],
      },
    });
    expect(answer.case?.timeline.map(({ summary }) => summary.zh)).toEqual([
      '已受理',
      '工会调解：建立转办单，交青榕区总工会劳动争议调解工作室',
      '申请人撤回',
      '从青榕区总工会劳动争议调解工作室撤回',
    ]);
  });

  it('tells an agency that has it already, and leaves nothing to be delivered', async () => {
    const { id } = await opened(house, wageCase());
    await house.drain();

    const answer = await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '双方已和解' });
    await house.drain();

    expect(answer.case?.referrals).toMatchObject([{ status: 'RECALLED', delivery: { attempts: 1, pending: true } }]);
    expect((await caseNow(house, id)).referrals).toMatchObject([
      { status: 'RECALLED', delivery: { attempts: 2, pending: false } },
    ]);
  });

  it('is done once per key', async () => {
    const { id } = await opened(house, wageCase());
    const input = { idempotencyKey: crypto.randomUUID(), caseId: id, reason: '双方已和解' };
    const first = await changeCase(house, 'window', 'withdrawCase', input);
    const before = await countRows(house);

    const again = await changeCase(house, 'window', 'withdrawCase', input);

    expect(again).toEqual({ ...first, replayed: true });
    expect(await countRows(house)).toEqual(before);
    expect(await changeCase(house, 'window', 'withdrawCase', { ...input, reason: '别的原因' })).toMatchObject({
      case: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
  });

  it('is refused when it is over, and says what it is', async () => {
    const { id, referrals } = await opened(house, wageCase());
    await changeReferral(house, 'mediator', 'completeReferral', { referralId: referrals[0]?.id, outcome: 'AGREED' });
    const finished = await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '不办了' });
    await changeCase(house, 'window', 'rateCase', { caseId: id, score: 5 });
    const closed = await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason: '不办了' });

    expect(finished).toMatchObject({
      case: null,
      userErrors: [
        {
          __typename: 'StateConflictError',
          code: 'TRANSITION_REFUSED',
          path: ['caseId'],
          currentStatus: 'AWAITING_RATING',
        },
      ],
    });
    expect(closed.userErrors).toMatchObject([{ currentStatus: 'CLOSED' }]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['too much', '原'.repeat(501)],
  ])('wants a reason, not %s', async (_what, reason) => {
    const { id } = await opened(house, wageCase());

    const answer = await changeCase(house, 'window', 'withdrawCase', { caseId: id, reason });

    expect(answer).toMatchObject({ case: null, userErrors: [{ code: 'NOTE_REQUIRED', path: ['reason'] }] });
    expect(await caseNow(house, id)).toMatchObject({ status: 'IN_PROGRESS', version: 1 });
  });

  it('a worker may do for their own case, and finds no other', async () => {
    const own = await opened(house, wageCase({ applicant: QIN }));
    const other = await opened(house, wageCase());

    const ofOther = await changeCase(house, 'worker', 'withdrawCase', { caseId: other.id, reason: '不办了' });
    const ofOwn = await changeCase(house, 'worker', 'withdrawCase', { caseId: own.id, reason: '不办了' });

    expect(ofOther).toMatchObject({ case: null, userErrors: [{ code: 'NOT_FOUND', path: ['caseId'] }] });
    expect(ofOwn).toMatchObject({ userErrors: [], case: { status: 'WITHDRAWN' } });
    expect(await caseNow(house, other.id)).toEqual(other);
  });

  it.each([
    ['nonsense', 'x'],
    ['a case that is not there', globalId('Case', crypto.randomUUID())],
    ['the id of an agency', globalId('Agency', 'court')],
  ])('of %s looks like one that is not there', async (_what, caseId) => {
    expect(await changeCase(house, 'window', 'withdrawCase', { caseId, reason: '不办了' })).toMatchObject({
      case: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['caseId'] }],
    });
  });
});
