import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { hardshipCase, HUANG, stranger, WAGE_FORM, wageCase } from '../support/case-inputs.ts';
import { caseNow, openCase, opened } from '../support/case-operations.ts';
import { countRows } from '../support/count-rows.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

function casesOf(residentId: string): Promise<number> {
  const people = house.app.dependencies.stores.people;
  return people
    .findByResidentId(residentId as Parameters<typeof people.findByResidentId>[0])
    .then((person) => (person ? house.app.database.prisma.case.count({ where: { applicantId: person.id } }) : 0));
}

describe('the same request again', () => {
  it('gets the case it got before, as it is now, and stores nothing', async () => {
    const input = wageCase();
    const first = await openCase(house, input);
    const before = await countRows(house);

    const again = await openCase(house, input);

    expect(first.replayed).toBe(false);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await countRows(house)).toEqual(before);
  });

  it('is known again with its fields in another order', async () => {
    const input = wageCase();
    const { case: first } = await openCase(house, input);
    const reversed = Object.fromEntries(Object.entries(input).toReversed()) as unknown as typeof input;

    const again = await openCase(house, {
      ...reversed,
      form: Object.fromEntries(Object.entries(WAGE_FORM).toReversed()),
    });

    expect(again).toMatchObject({ replayed: true, case: { id: first?.id } });
  });

  it('shows what has become of the case since', async () => {
    const input = wageCase();
    const first = await opened(house, input);
    await house.run('window', 'mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) { replayed } }', {
      input: { idempotencyKey: crypto.randomUUID(), caseId: first.id, reason: '申请人撤回' },
    });

    const again = await openCase(house, input);

    expect(again).toMatchObject({ replayed: true, case: { id: first.id, status: 'WITHDRAWN' } });
  });

  it('is a new request after it was refused and mended, under the same key', async () => {
    const input = wageCase();
    const refused = await openCase(house, { ...input, consents: [] });

    const mended = await openCase(house, input);

    expect(refused).toMatchObject({ case: null });
    expect(mended).toMatchObject({ replayed: false, userErrors: [] });
  });

  it('twenty times at once makes one case; the others get it too, or are told to wait', async () => {
    const input = wageCase();

    const answers = await Promise.all(Array.from({ length: 20 }, () => openCase(house, input)));

    const made = answers.filter((answer) => answer.case && !answer.replayed);
    const replayed = answers.filter((answer) => answer.case && answer.replayed);
    const told = answers.filter((answer) => answer.userErrors[0]?.code === 'IDEMPOTENCY_IN_PROGRESS');
    expect(made).toHaveLength(1);
    expect(made.length + replayed.length + told.length).toBe(20);
    expect(new Set([...made, ...replayed].map((answer) => answer.case?.id)).size).toBe(1);
    expect(told.every(({ userErrors }) => userErrors[0]?.path?.[0] === 'idempotencyKey')).toBe(true);
    expect(await casesOf(input.applicant.residentId)).toBe(1);
    // Whoever was told to wait gets the case when they ask again.
    expect(await openCase(house, input)).toMatchObject({ replayed: true, case: { id: made[0]?.case?.id } });
  });
});

describe('a key that was used', () => {
  it.each([
    ['another amount', { form: { ...WAGE_FORM, arrearsAmount: '16500.01' } }],
    ['another applicant', { applicant: stranger() }],
    ['another place', { divisionCode: '990102' }],
    ['another channel', { channel: 'HOTLINE' }],
  ])('is refused with %s, and the first case stays as it was', async (_what, changes) => {
    const input = wageCase();
    const first = await opened(house, input);
    const before = await countRows(house);

    const answer = await openCase(house, { ...input, ...changes });

    expect(answer).toMatchObject({
      case: null,
      replayed: false,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'], message: '幂等键已用于其他内容' }],
    });
    // The number that was drawn for it may have begun a series.
    expect({ ...(await countRows(house)), number_series: 0 }).toEqual({ ...before, number_series: 0 });
    expect(await caseNow(house, first.id)).toEqual(first);
  });

  it('by somebody else is not used', async () => {
    const input = wageCase({ applicant: { name: '覃桂兰', residentId: '990101198603120018' } });
    const byWindow = await openCase(house, wageCase({ idempotencyKey: input.idempotencyKey }));

    const byWorker = await openCase(house, input, 'worker');

    expect(byWindow.userErrors).toEqual([]);
    expect(byWorker).toMatchObject({ replayed: false, userErrors: [] });
    expect(byWorker.case?.id).not.toBe(byWindow.case?.id);
  });
});

describe('the same matter of the same person', () => {
  it('asked for ten times at once under ten keys is one case, and nine are shown it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => openCase(house, hardshipCase({ applicant: HUANG }))),
    );

    const made = answers.flatMap((answer) => answer.case ?? []);
    expect(made).toHaveLength(1);
    const duplicate = { code: 'DUPLICATE_CASE', existing: { id: made[0]?.id, acceptanceNo: made[0]?.acceptanceNo } };
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 9 }, () => expect.objectContaining(duplicate)),
    );
    expect(await casesOf(HUANG.residentId)).toBe(1);
  });

  it('asked for ten times at once is one case and one person, even when nobody knew the person', async () => {
    const applicant = stranger();
    const before = await countRows(house);

    const answers = await Promise.all(Array.from({ length: 10 }, () => openCase(house, wageCase({ applicant }))));

    expect(answers.filter((answer) => answer.case)).toHaveLength(1);
    const told = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(told).toEqual(Array.from({ length: 9 }, () => 'DUPLICATE_CASE'));
    expect(await casesOf(applicant.residentId)).toBe(1);
    expect((await countRows(house))['person']).toBe((before['person'] ?? 0) + 1);
  });

  it('may be opened again once the first is over', async () => {
    const applicant = stranger();
    const first = await opened(house, wageCase({ applicant }));
    await house.run('window', 'mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) { replayed } }', {
      input: { idempotencyKey: crypto.randomUUID(), caseId: first.id, reason: '申请人撤回' },
    });

    const second = await openCase(house, wageCase({ applicant }));

    expect(second.userErrors).toEqual([]);
    expect(second.case?.acceptanceNo).not.toBe(first.acceptanceNo);
  });
});
