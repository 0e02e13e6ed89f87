import { describe, expect, it } from 'vitest';
import { possibleIdentityNumbers } from './support/identity-numbers.ts';
import { readText, repositoryFiles } from './support/repository-files.ts';

/** Samples printed in the standards themselves, kept in one place. */
const PUBLISHED = 'test/fixtures/published-identifiers.ts';

/** The hash sums in it are no writing of ours. */
const NOT_READ = new Set([PUBLISHED, 'package-lock.json']);

/** Put together here, since this file is searched as well: region 11, then born in 1990. */
const couldBeReal = ['110101', '19900307', '7555'].join('').slice(0, 17);

function withCheckCharacter(seventeen: string): string | undefined {
  return Array.from('0123456789X', (last) => seventeen + last).find(
    (number) => possibleIdentityNumbers(number).length > 0,
  );
}

describe('nobody stands in the repository', () => {
  it('holds no identity number that could be real', () => {
    const files = repositoryFiles().filter((path) => !NOT_READ.has(path));

    const found = files.flatMap((path) => {
      const count = possibleIdentityNumbers(readText(path)).length;
      return count === 0 ? [] : [`${path}: ${count}`];
    });

    expect(files.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });

  it('would find one, in any writing', () => {
    const number = withCheckCharacter(couldBeReal);

    expect(number).toBeDefined();
    expect(possibleIdentityNumbers(`号码：${number}。`)).toEqual([number]);
    expect(
      possibleIdentityNumbers((number ?? '').replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))),
    ).toEqual([number]);
  });

  it('would find one of the older fifteen digits', () => {
    const legacy = ['110101', '900307', '755'].join('');

    expect(possibleIdentityNumbers(legacy)).toEqual([legacy]);
  });

  it.each([
    ['region 99, never issued', '990101198603120018'],
    ['a birth in the nineteenth century', '110101188001010013'],
    ['a wrong date', ['110101', '19901332', '7555'].join('')],
    ['a longer number', `${couldBeReal}00`],
    ['a decimal fraction', `0.${couldBeReal}5`],
  ])('passes over %s', (_kind, text) => {
    expect(possibleIdentityNumbers(text)).toEqual([]);
  });
});
