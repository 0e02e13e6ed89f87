import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArbitrationNumber, parseArbitrationNumber } from '#domain/registry/arbitration-number.ts';

describe('an arbitration number', () => {
  it.each([
    ['永劳人仲案字[2026]123号', '永劳人仲案字〔2026〕123号'],
    ['桂江劳人仲案字（2015）第228号', '桂江劳人仲案字〔2015〕228号'],
    ['(2025)宁劳人仲案字第123号', '宁劳人仲案字〔2025〕123号'],
    ['浙余姚劳人仲案（2025）第12号', '浙余姚劳人仲案字〔2025〕12号'],
    ['中劳人仲案字〔2026〕4582号', '中劳人仲案字〔2026〕4582号'],
    ['中劳人仲案字〔2026〕4582号-1', '中劳人仲案字〔2026〕4582号-1'],
    ['中劳人仲案字〔2026〕4582—1号', '中劳人仲案字〔2026〕4582号-1'],
    ['南劳仲案字（2008）第3号', '南劳仲案字〔2008〕3号'],
    ['劳人仲案字〔2024〕1号', '劳人仲案字〔2024〕1号'],
    ['北劳动争议仲裁字【２０２０】第 5 号', '北劳动争议仲裁字〔2020〕5号'],
  ])('of the form %s has the key %s and keeps its writing', (text, key) => {
    expect(parseArbitrationNumber(` ${text} `)).toMatchObject({ ok: true, value: { raw: text, key } });
  });

  it('has the same key in every writing', () => {
    const writings = [
      '(2025)宁劳人仲案字第123号',
      '宁劳人仲案〔2025〕123号',
      '宁劳人仲案字[2025]第0123号',
      '宁劳人仲案（2025）字第123号',
    ];
    const keys = writings.map(parseArbitrationNumber).map((result) => (result.ok ? result.value.key : result.fault));

    expect(new Set(keys)).toEqual(new Set(['宁劳人仲案字〔2025〕123号']));
  });

  it('keeps apart two commissions, two years and the two names of a commission', () => {
    const texts = [
      '宁劳人仲案字〔2025〕1号',
      '永劳人仲案字〔2025〕1号',
      '宁劳人仲案字〔2024〕1号',
      '宁劳仲案字〔2025〕1号',
      '宁劳人仲案字〔2025〕1号-1',
    ];
    const keys = texts.map(parseArbitrationNumber).map((result) => (result.ok ? result.value.key : result.fault));

    expect(new Set(keys).size).toBe(texts.length);
  });

  it.each([
    ['nothing', ' ', 'EMPTY'],
    ['a placeholder for the number', '浙余姚劳人仲案（2025）第XXX号', 'BAD_FORM'],
    ['a court case number', '（2020）桂0103民初6133号', 'BAD_FORM'],
    ['a number without its year', '宁劳人仲案字第123号', 'BAD_FORM'],
  ])('is not read from %s', (_, text, fault) => {
    expect(parseArbitrationNumber(text)).toEqual({ ok: false, fault });
  });

  it('is read again from its key', () => {
    const numbers = fc.record(
      {
        place: fc.constantFrom('', '宁', '浙余姚', '桂江'),
        kind: fc.constantFrom('劳人仲案', '劳仲案', '劳人仲裁', '劳人仲调'),
        year: fc.integer({ min: 1987, max: 2099 }),
        serial: fc.integer({ min: 1, max: 99_999 }),
        part: fc.integer({ min: 1, max: 999 }),
      },
      { requiredKeys: ['place', 'kind', 'year', 'serial'] },
    );
    fc.assert(
      fc.property(numbers, (number) => {
        const key = formatArbitrationNumber(number);
        expect(parseArbitrationNumber(key)).toEqual({ ok: true, value: { raw: key, key, ...number } });
      }),
    );
  });
});
