import { describe, expect, it } from 'vitest';
import { readInstant, readLocalDate, writeWallTime } from '#connectors/kit/foreign-date.ts';
import { readYuan } from '#connectors/kit/foreign-money.ts';
import { foldCode, isMasked, presentText } from '#connectors/kit/foreign-text.ts';
import { askedPerson, createLookUp } from '#connectors/kit/look-up.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

const person = '99010119680420004X' as ResidentId;

describe('what spreadsheets and input methods do to values', () => {
  it.each([
    ['９９０１０１１９６８０４２０００４Ｘ', person],
    ["'99010119680420004x", person],
    ['　99010119680420004x ', person],
    [' ’99010119680420004X', person],
  ])('reads %j as the plain code', (spoilt, plain) => {
    expect(foldCode(spoilt)).toBe(plain);
  });

  it.each(['990101********004X', '李**', '1380000××××', '990101＊＊＊＊＊＊＊＊004X'])('knows %j for masked', (masked) => {
    expect(isMasked(masked)).toBe(true);
  });

  it.each([[null], [undefined], [''], ['　 ']])('takes %j for absent', (nothing) => {
    expect(presentText(nothing)).toBeUndefined();
  });

  it.each([
    ['2026-03-04', '2026-03-04'],
    ['20260304', '2026-03-04'],
    ['20260304101500', '2026-03-04'],
    ['2026-03-04 10:15:00', '2026-03-04'],
    ['2026/3/4', '2026-03-04'],
    ['2026年3月4日', '2026-03-04'],
    ['２０２６０３０４', '2026-03-04'],
    [null, undefined],
    ['', undefined],
  ])('reads the date %j as %j', (text, expected) => {
    expect(readLocalDate(text, '日期')).toBe(expected);
  });

  it.each(['2026-02-30', '20261301', '202603', '明天', '2026-03-04T99'])('refuses %j as a date, naming the field only', (text) => {
    expect(() => readLocalDate(text, '开始日期')).toThrow(/^agency message unreadable: 开始日期: not a date$/);
  });

  it.each([
    ['2026-03-04 10:15:00', '2026-03-04T02:15:00.000Z'],
    ['20260304101500', '2026-03-04T02:15:00.000Z'],
    ['2026-03-04T02:15:00Z', '2026-03-04T02:15:00.000Z'],
    ['2026-03-04T10:15:00.123+08:00', '2026-03-04T02:15:00.000Z'],
  ])('reads the time %j as China time unless it says otherwise', (text, expected) => {
    expect(readInstant(text, '时间')?.toISOString()).toBe(expected);
  });

  it('writes the time of day as the agencies here do', () => {
    expect(writeWallTime(new Date('2026-03-04T16:15:07Z'))).toBe('2026-03-05 00:15:07');
  });

  it.each([
    ['4200', '4200.00'],
    ['4,200.5', '4200.50'],
    ['0004200.500', '4200.50'],
    ['4２00', '4200.00'],
    ['1,234,567.89', '1234567.89'],
    ['', undefined],
  ])('reads the amount %j as %j', (text, expected) => {
    expect(readYuan(text, '缴费基数')).toBe(expected);
  });

  it.each(['4.2E+03', '-1', '1,23', '1.234', '****'])('refuses %j as an amount', (text) => {
    expect(() => readYuan(text, '缴费基数')).toThrow('缴费基数: not an amount');
  });
});

describe('a look-up', () => {
  const call = { deadline: new Date(), signal: new AbortController().signal };

  it('asks for each person once, and for nobody without a call', async () => {
    const asked: (readonly ResidentId[])[] = [];
    const lookUp = createLookUp<string>({
      maxBatch: 2,
      freshForSeconds: 60,
      ask: async (ids) => {
        asked.push(ids);
        return new Map();
      },
    });

    await lookUp.lookUpMany([person, person, person], call);
    await lookUp.lookUpMany([], call);

    expect(asked).toEqual([[person]]);
  });

  it.each([['990101********004X'], ['990101198603120018'], [''], [null]])('gives nobody the answer about %j', (foreign) => {
    expect(askedPerson(new Set([person]), foreign)).toBeUndefined();
  });

  it('recognises a person asked for however the number is spoilt', () => {
    expect(askedPerson(new Set([person]), "'99010119680420004x")).toBe(person);
  });
});
