import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { QIN, stranger, WEI, wageCase } from '../support/case-inputs.ts';
import { caseNow, openCase, opened } from '../support/case-operations.ts';
import { countRows } from '../support/count-rows.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
  // Begins the series of acceptance numbers of the district.
  await opened(house, wageCase());
});

afterAll(() => house.close());

describe('a worker', () => {
  it.each([
    ['somebody in the register', WEI],
    ['somebody nobody knows', stranger()],
  ])('cannot open a case for %s', async (_who, applicant) => {
    const before = await countRows(house);

    const answer = await openCase(house, wageCase({ applicant, channel: 'MOBILE' }), 'worker');

    expect(answer).toMatchObject({
      case: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['applicant', 'residentId'] }],
    });
    expect(await countRows(house)).toEqual(before);
  });

  it('opens their own case, sees all of it, and the window sees it too', async () => {
    const answer = await openCase(house, wageCase({ applicant: QIN, channel: 'MOBILE' }), 'worker');

    expect(answer).toMatchObject({
      userErrors: [],
      case: { status: 'IN_PROGRESS', referrals: [{ agency: { code: 'union' } }] },
    });
    expect(await caseNow(house, answer.case?.id ?? '')).toEqual(answer.case);
  });

  it('is shown the case that the window opened for them as the duplicate', async () => {
    const { data } = await house.run<{ cases: { nodes: readonly { id: string }[] } }>(
      'worker',
      '{ cases { nodes { id } } }',
    );

    const answer = await openCase(house, wageCase({ applicant: QIN }), 'worker');

    expect(answer.userErrors).toMatchObject([{ code: 'DUPLICATE_CASE', existing: { id: data.cases.nodes[0]?.id } }]);
  });
});
