import { describe, expect, it } from 'vitest';
import { sexFromCode } from '#domain/registry/code-sets.ts';

describe('the sex code of the national standard', () => {
  it.each([
    ['0', 'UNKNOWN'],
    ['1', 'MALE'],
    ['2', 'FEMALE'],
    ['9', 'NOT_STATED'],
    ['3', undefined],
    ['', undefined],
    ['toString', undefined],
  ])('%s is %s', (code, sex) => {
    expect(sexFromCode(code)).toBe(sex);
  });
});
