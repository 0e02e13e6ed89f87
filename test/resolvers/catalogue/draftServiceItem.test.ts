import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { changed, changeVersion, versionsOf, WAGE_ARREARS } from '../support/version-operations.ts';

const CODE = 'courier-wage-arrears';
const LONGER = changed(WAGE_ARREARS, 'maxLength: 2000', 'maxLength: 3000');

let house: TestApp;
beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());

function submit(definition: string, differs: object = {}) {
  return changeVersion(house, 'supervisor', 'draftServiceItem', { definition, note: '放宽篇幅', ...differs });
}

/** The line of the text on which something stands, as an editor counts. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('drafting a service item', () => {
  it('keeps the draft beside the version in force and says what it changes', async () => {
    const { version } = await submit(LONGER);

    expect(version).toMatchObject({
      version: 2,
      status: 'DRAFT',
      note: '放宽篇幅',
      draftedBy: 'persona:supervisor',
      publishedAt: null,
      changes: [{ kind: 'CHANGED', path: 'form.properties.facts.maxLength', before: '2000', after: '3000' }],
    });
    const all = await versionsOf(house, CODE);
    expect(all.map(({ version: number, status }) => [number, status])).toEqual([
      [2, 'DRAFT'],
      [1, 'PUBLISHED'],
    ]);
    expect(await house.app.dependencies.stores.catalogue.findInForce(CODE)).toMatchObject({ version: 1 });
  });

  it('does it once for each key', async () => {
    const idempotencyKey = randomUUID();
    const first = await submit(LONGER, { idempotencyKey });
    const again = await submit(LONGER, { idempotencyKey });
    const other = await submit(WAGE_ARREARS, { idempotencyKey });

    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.version?.id).toBe(first.version?.id);
    expect(other.userErrors.map(({ code }) => code)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('lists five faults with their lines and stores nothing', async () => {
    const before = await versionsOf(house, CODE);
    let text = changed(WAGE_ARREARS, 'recipientRole: COURT_FILING', 'recipientRole: COURT_FILLING');
    text = changed(text, 'when: applicant.age >= 16', 'when: applicant.aeg >= 16');
    text = changed(text, 'start: [mediation]', 'start: [meditation]');
    text = changed(text, 'role: HR_ARBITRATION\n    jurisdiction', 'role: HR_ARBITRATON\n    jurisdiction');
    text = changed(text, 'caseClocks: [RATING]', 'caseClocks: [RATINGS]');

    const { version, userErrors } = await submit(text);

    expect(version).toBeNull();
    expect(userErrors).toMatchObject([
      { __typename: 'CatalogueFaultyError', code: 'CATALOGUE_FAULTY', path: ['definition'] },
    ]);
    const faults = userErrors[0]?.faults ?? [];
    const places = ['COURT_FILLING', 'applicant.aeg', '[meditation]', 'HR_ARBITRATON', '[RATINGS]'].map((part) =>
      lineOf(text, part),
    );
    expect(new Set(faults.map(({ line }) => line)).isSupersetOf(new Set(places))).toBe(true);
    expect(faults.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'no agency role COURT_FILLING',
        'the condition asks for applicant.aeg, which nobody knows',
        'no step meditation',
        'no agency role HR_ARBITRATON',
        'no clock RATINGS',
      ]),
    );
    expect(await versionsOf(house, CODE)).toEqual(before);
  });

  it.each([
    ['no text at all', ''],
    ['a text that is no mapping', 'just a sentence'],
    ['a mapping that is never closed', 'code: { zh: x'],
    ['an alias to nothing', 'code: *nowhere'],
    ['brackets without end', '['.repeat(50_000)],
    ['aliases that multiply', `a: &a [x, x, x, x, x, x, x, x, x]\n${multiply('abcdefg')}`],
    ['a character that cannot be kept', changed(WAGE_ARREARS, 'en: Union mediation', 'en: "Union\\0mediation"')],
    ['half a character', changed(WAGE_ARREARS, 'en: Union mediation', 'en: "Union \\uD800"')],
    ['a key that nobody knows', `${WAGE_ARREARS}\nsurprise: true\n`],
  ])('refuses %s with a line', async (_what, definition) => {
    const { version, userErrors } = await submit(definition);

    expect(version).toBeNull();
    expect(userErrors.map(({ code }) => code)).toEqual(['CATALOGUE_FAULTY']);
    expect(userErrors[0]?.faults?.length).toBeGreaterThan(0);
    for (const { line, column } of userErrors[0]?.faults ?? []) expect(Math.min(line, column)).toBeGreaterThan(0);
  });

  it('wants to know why', async () => {
    const { userErrors } = await submit(LONGER, { note: ' ' });

    expect(userErrors.map(({ code, path }) => [code, path])).toEqual([['NOTE_REQUIRED', ['note']]]);
  });
});

function multiply(names: string): string {
  return Array.from(names.slice(1))
    .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${names[index]}`).join(', ')}]`)
    .join('\n');
}
