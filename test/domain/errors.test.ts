import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { refuse, RequestRefusedError } from '#domain/errors.ts';
import { USER_ERRORS, type UserErrorCode } from '#domain/user-errors.ts';

const base = parse(readFileSync(join(import.meta.dirname, '../../schema/base.graphql'), 'utf8'));
const published = base.definitions.flatMap((definition) =>
  definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'UserErrorCode'
    ? (definition.values ?? []).map(({ name }) => name.value)
    : [],
);
const table = Object.entries(USER_ERRORS);

/** Words of the contract and samples that a Chinese sentence may quote. */
const QUOTABLE = /\b(serviceItems|possibleOutcomes|I、O、Z、S、V|X)\b/g;

describe(`the table of the ${table.length} problems a user can mend`, () => {
  it('has the same codes as the contract', () => {
    expect(published.length).toBeGreaterThan(20);
    expect(table.map(([code]) => code).toSorted()).toEqual(published.toSorted());
  });

  it.each(table)('says what %s is and what to do, in both languages', (_code, { zh, en, remedyZh, remedyEn }) => {
    for (const text of [zh, remedyZh]) {
      expect(text).toMatch(/\p{Script=Han}{2}/u);
      expect(text.replace(QUOTABLE, '')).not.toMatch(/[A-Za-z]{2}/);
    }
    for (const text of [en, remedyEn]) {
      expect(text).toMatch(/[A-Za-z]{2}/);
      expect(text).not.toMatch(/\p{Script=Han}/u);
    }
    expect([remedyZh, remedyEn].every((text) => /[。.]$/.test(text))).toBe(true);
  });

  it('has no two codes that say the same', () => {
    expect(new Set(table.map(([, { zh }]) => zh)).size).toBe(table.length);
    expect(new Set(table.map(([, { en }]) => en)).size).toBe(table.length);
  });
});

describe('a refused request', () => {
  function refusalOf(work: () => never): unknown {
    try {
      return work();
    } catch (error) {
      return error;
    }
  }

  it('carries the fault with its place and details', () => {
    const error = refusalOf(() => refuse('DUPLICATE_CASE', ['serviceItemCode'], { existingCaseId: 'case-1' }));

    expect(error).toBeInstanceOf(RequestRefusedError);
    expect(error).toMatchObject({
      faults: [{ code: 'DUPLICATE_CASE', path: ['serviceItemCode'], details: { existingCaseId: 'case-1' } }],
    });
  });

  it('repeats in its message the codes and nothing that was typed', () => {
    const codes: readonly UserErrorCode[] = ['FORM_FIELD_INVALID', 'NAME_INVALID'];

    const error = new RequestRefusedError(codes.map((code) => ({ code, path: ['form', 'typed by the user'] })));

    expect(error.message).toBe('request refused: FORM_FIELD_INVALID, NAME_INVALID');
  });
});
