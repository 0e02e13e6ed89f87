import { describe, expect, it } from 'vitest';
import { languageOf } from '#app/language.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['EN-us', 'en'],
    ['en;q=0.5,zh;q=0.4', 'en'],
    ['en;q=0.4,zh;q=0.5', 'zh'],
    ['zh; q=0.1, en; q=0.9', 'en'],
    ['en ; q=0.2 , zh ; q=0.9', 'zh'],
    ['fr,de;q=0.9', 'zh'],
    ['fr,en;q=0.1', 'en'],
    ['*', 'zh'],
    ['en;q=0', 'zh'],
    ['zh;q=0,en;q=0.1', 'en'],
    ['en;q=much', 'zh'],
    ['english', 'zh'],
    [`${'x'.repeat(10_000)},en`, 'zh'],
  ] as const)('for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
