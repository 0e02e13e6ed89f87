import { describe, expect, it } from 'vitest';
import { readLocalDate, readWallTime, writeCompactWallTime } from '#connectors/kit/foreign-date.ts';
import { readCount, readYuan } from '#connectors/kit/foreign-number.ts';
import { foldCode, presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { createAnswers, createLookUp } from '#connectors/kit/look-up.ts';
import { plainText } from '#connectors/kit/plain-text.ts';
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

  it.each(['2026-02-30', '20261301', '202603', '2026111', '明天', '2026-03-04T99'])(
    'refuses %j as a date, naming the field only',
    (text) => {
      expect(() => readLocalDate(text, '开始日期')).toThrow(/^agency message unreadable: 开始日期: not a date$/);
    },
  );

  it.each(['2026-03-04 10:15:00', '20260304101500', '2026-03-04T10:15:00.123', '2026/03/04 10:15:00'])(
    'reads the time %j as that of Beijing',
    (text) => {
      expect(readWallTime(text, '时间')).toEqual(new Date('2026-03-04T02:15:00Z'));
    },
  );

  it.each(['2026-03-04', '20260304256100', '2026-02-30 10:00:00', '刚才'])('refuses %j as a time', (text) => {
    expect(() => readWallTime(text, '时间')).toThrow('时间: not a date');
  });

  it('writes the time of day as the agencies here do', () => {
    expect(writeCompactWallTime(new Date('2026-03-04T16:15:07Z'))).toBe('20260305001507');
  });

  it.each([
    ['4200', '4200.00'],
    ['4,200.5', '4200.50'],
    ['00004200.5', '4200.50'],
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

describe('values of other kinds', () => {
  it.each([
    ['071', 71],
    ['８', 8],
    ['', undefined],
  ])('reads the count %j as %j', (text, expected) => {
    expect(readCount(text, 'AAE201')).toBe(expected);
  });

  it('refuses what is no count', () => {
    expect(() => readCount('七十一', 'AAE201')).toThrow('AAE201: not a count');
  });

  it('bounds a note and takes identity numbers out of it', () => {
    expect(readNote(` 申请人 ９９０１０１１９６８０４２０００４Ｘ 材料不全 `)).toBe('申请人 … 材料不全');
    expect(readNote('长'.repeat(2_000))).toHaveLength(500);
    expect(readNote('　')).toBeUndefined();
  });

  it('writes the answers of a form as text', () => {
    expect([true, false, 3, '18600.00', ['COURIER', 'OTHER']].map(plainText)).toEqual([
      '是',
      '否',
      '3',
      '18600.00',
      'COURIER、OTHER',
    ]);
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

  it('gives a row to the person asked for, however the number is spoilt, and to nobody else', () => {
    const answers = createAnswers<string>([person]);

    answers.add("'99010119680420004x", 'mine');
    answers.add('990101198603120018', 'of somebody else');

    expect([...answers.byPerson]).toEqual([[person, ['mine']]]);
  });

  it.each(['990101********004X', '９９０１０１＊＊＊＊＊＊＊＊００４Ｘ', '990101xxxxxxxx004X'])(
    'refuses the whole answer over %j',
    (masked) => {
      expect(() => createAnswers([person]).add(masked, 'whose?')).toThrow('masks identity numbers');
    },
  );
});
