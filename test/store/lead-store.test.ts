import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowScope } from '#domain/access/row-scope.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';

const QIN_ID = '01990000-0000-7000-8000-000000000001';
const OPEN = { kind: 'HOUSEHOLD', category: 'MINIMUM_LIVING', sourceStatus: '01', status: 'OPEN' } as const;
const of = (divisionCode: string): RowScope => ({
  kind: 'DIVISION',
  divisionCode,
  subject: 'test',
  confidential: 'OWN',
});

let house: TestApp;
let here: string;
let there: string;

beforeAll(async () => {
  house = await buildTestApp();
  [here, there] = await Promise.all([lead('990101'), lead('990102')]);
});
afterAll(() => house.close());

function lead(divisionCode: string): Promise<string> {
  const at = house.clock.now();
  const record = {
    ...OPEN,
    id: randomUUID(),
    agencyCode: agencyCode('civil-affairs'),
    applicationNo: `in ${divisionCode}`,
    divisionCode,
    householdSize: 3,
    personId: QIN_ID,
    matched: true,
    receivedAt: at,
  };
  return house.app.dependencies.stores.leads.upsert(record, randomUUID(), at);
}

describe('pushed leads', () => {
  it.each([
    ['990100', ['990101', '990102']],
    ['990101', ['990101']],
    ['990102', ['990102']],
    ['450100', []],
  ])('are seen from %s as far as they lie in it: %j', async (divisionCode, expected) => {
    const { leads } = house.app.dependencies.stores;

    const page = await leads.list(of(divisionCode), undefined, { first: 10 });
    const found = await Promise.all([here, there].map((id) => leads.find(of(divisionCode), id)));
    const taken = await house.app.dependencies.unitOfWork.run((tx) =>
      Promise.all([here, there].map((id) => tx.leads.take(of(divisionCode), id))),
    );

    const divisions = (list: typeof found) => list.flatMap((each) => each?.divisionCode ?? []).toSorted();
    expect(divisions([...page.items])).toEqual(expected);
    expect(divisions(found)).toEqual(expected);
    expect(divisions(taken)).toEqual(expected);
  });

  it('are seen by no agency and no worker', async () => {
    const { leads } = house.app.dependencies.stores;
    const others: readonly RowScope[] = [
      { kind: 'AGENCY', agencyCode: agencyCode('civil-affairs'), roles: ['CIVIL_AFFAIRS_CHECK'] },
      { kind: 'PERSON', personId: QIN_ID },
      { kind: 'NOTHING' },
    ];

    expect(await Promise.all(others.map((scope) => leads.find(scope, here)))).toEqual(others.map(() => undefined));
    expect(
      (await Promise.all(others.map((scope) => leads.list(scope, undefined, { first: 10 })))).flatMap(
        ({ items }) => items,
      ),
    ).toEqual([]);
  });
});
