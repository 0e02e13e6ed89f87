import { print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { contractFiles, describedThings, fieldsOf } from './support/contract.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** The Chinese half is the same word in Latin letters. */
const SAME_WORD = /^UUID。$/;

/**
 * Chinese first, a blank line, then English: staff read the first half, partners' engineers the second. The English may
 * quote a Chinese term, not a sentence.
 */
function isBilingual(description: string): boolean {
  const [chinese = '', ...rest] = description.split('\n\n');
  const english = rest.join('\n\n');
  const isChinese = /\p{Script=Han}/u.test(chinese) || SAME_WORD.test(chinese);
  return isChinese && /[A-Za-z]{2}/.test(english) && !/\p{Script=Han}{6}/u.test(english);
}

describe('the public contract', () => {
  it('describes everything in Chinese, then in English', () => {
    const things = describedThings();

    const missing = things.filter(({ description }) => description === undefined || !isBilingual(description));

    expect(contractFiles.length).toBeGreaterThan(5);
    expect(things.length).toBeGreaterThan(300);
    expect(missing.map(({ place }) => place)).toEqual([]);
  });

  it.each([
    ['English only', 'A case.'],
    ['Chinese only', '办件。'],
    ['English first', 'A case.\n\n办件。'],
    ['no blank line', '办件。\nA case.'],
    ['Chinese twice', '办件。\n\n一份正在办理中的办件 case。'],
  ])('would refuse a description in %s', (_fault, description) => {
    expect(isBilingual(description)).toBe(false);
  });

  it('says on every root field who may use it', () => {
    const fields = ROOTS.flatMap((root) => fieldsOf(root).map((field) => ({ root, field })));

    const open = fields.filter(({ field }) => !field.directives?.some(({ name }) => name.value === 'access'));

    expect(fields.length).toBeGreaterThan(10);
    expect(open.map(({ root, field }) => `${root}.${field.name.value}`)).toEqual([]);
  });

  it('gives every mutation one input and one payload named after it', () => {
    const mutations = fieldsOf('Mutation');

    const odd = mutations.filter(({ name, arguments: args = [], type }) => {
      const subject = name.value.charAt(0).toUpperCase() + name.value.slice(1);
      const written = args.map((argument) => `${argument.name.value}: ${print(argument.type)}`);
      return written.join() !== `input: ${subject}Input!` || print(type) !== `${subject}Payload!`;
    });

    expect(mutations.length).toBeGreaterThan(5);
    expect(odd.map(({ name }) => name.value)).toEqual([]);
  });
});
