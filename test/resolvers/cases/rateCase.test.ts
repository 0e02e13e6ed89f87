import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { QIN, wageCase } from '../support/case-inputs.ts';
import { caseNow, type CaseSeen, opened } from '../support/case-operations.ts';
import { changeCase, changeReferral } from '../support/change-operations.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

/** Settled in mediation, so that only the rating is missing. */
async function finished(changes: Parameters<typeof wageCase>[0] = {}): Promise<CaseSeen> {
  const record = await opened(house, wageCase(changes));
  await changeReferral(house, 'mediator', 'completeReferral', {
    referralId: record.referrals[0]?.id,
    outcome: 'AGREED',
  });
  return caseNow(house, record.id);
}

describe('rating a case', () => {
  it('closes it and stops the clock that waited for it', async () => {
    const record = await finished();

    const answer = await changeCase(house, 'window', 'rateCase', { caseId: record.id, score: 4, comment: '很快' });

    expect(record).toMatchObject({ status: 'AWAITING_RATING', outcome: 'SETTLED', rating: null });
    expect(answer).toMatchObject({
      replayed: false,
      userErrors: [],
      case: { status: 'CLOSED', outcome: 'SETTLED', rating: 4, closedAt: '2026-03-02T02:00:00.000Z' },
    });
    expect(answer.case?.timeline.at(-1)).toMatchObject({ type: 'case.rated', summary: { zh: '已评价 4 分，办结' } });
    const { data } = await house.run<{ case: { deadlines: readonly { status: string; rule: { key: string } }[] } }>(
      'window',
      'query ($id: ID!) { case(id: $id) { deadlines { status rule { key } } } }',
      { id: record.id },
    );
    expect(data.case.deadlines.find(({ rule }) => rule.key === 'RATING')).toMatchObject({ status: 'MET' });
    expect(data.case.deadlines.filter(({ status }) => status === 'RUNNING')).toEqual([]);
  });

  it.each([0, 6, -1, 2_147_483_647])('with %d points is refused', async (score) => {
    const record = await finished();

    const answer = await changeCase(house, 'window', 'rateCase', { caseId: record.id, score });

    expect(answer).toMatchObject({ case: null, userErrors: [{ code: 'CHOICE_INVALID', path: ['score'] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it('before it is finished is refused, and so is a second rating', async () => {
    const open = await opened(house, wageCase());
    const record = await finished();
    await changeCase(house, 'window', 'rateCase', { caseId: record.id, score: 5 });

    const early = await changeCase(house, 'window', 'rateCase', { caseId: open.id, score: 5 });
    const second = await changeCase(house, 'window', 'rateCase', { caseId: record.id, score: 1 });

    expect(early).toMatchObject({
      case: null,
      userErrors: [{ code: 'TRANSITION_REFUSED', currentStatus: 'IN_PROGRESS' }],
    });
    expect(second).toMatchObject({ case: null, userErrors: [{ code: 'TRANSITION_REFUSED', currentStatus: 'CLOSED' }] });
    expect(await caseNow(house, record.id)).toMatchObject({ rating: 5 });
  });

  it('is done once per key', async () => {
    const record = await finished();
    const input = { idempotencyKey: crypto.randomUUID(), caseId: record.id, score: 5 };

    const [first, again] = [
      await changeCase(house, 'window', 'rateCase', input),
      await changeCase(house, 'window', 'rateCase', input),
    ];

    expect(again).toEqual({ ...first, replayed: true });
  });

  it('a worker does for their own case, and finds no other', async () => {
    const own = await finished({ applicant: QIN });
    const other = await finished();

    expect(await changeCase(house, 'worker', 'rateCase', { caseId: other.id, score: 1 })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect(await changeCase(house, 'worker', 'rateCase', { caseId: own.id, score: 5 })).toMatchObject({
      userErrors: [],
      case: { rating: 5 },
    });
  });

  it('wants a comment that can be kept, or none', async () => {
    const record = await finished();

    const answer = await changeCase(house, 'window', 'rateCase', {
      caseId: record.id,
      score: 5,
      comment: '好'.repeat(501),
    });

    expect(answer).toMatchObject({ case: null, userErrors: [{ code: 'NOTE_REQUIRED', path: ['comment'] }] });
  });
});
