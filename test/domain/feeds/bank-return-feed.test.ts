import { describe, expect, it } from 'vitest';
import { bankReturnFeed } from '#domain/feeds/bank-return-feed.ts';
import { createReturnTally } from '#domain/feeds/bank-return-tally.ts';
import { wordsOfBankReason } from '#domain/feeds/bank-return.ts';
import { localDate } from '#domain/referrals/local-date.ts';

const EFFECT = '0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01';
const GROUND = { today: localDate('2026-11-22'), production: true };

const PAID = {
  批次号: 'DF20261121-01',
  业务流水号: `oe-${EFFECT}`,
  户名: '覃桂兰',
  卡号: '9901010000000000016',
  金额: '3000.00',
  处理结果: '成功',
  失败原因码: '',
  失败原因: '',
  入账日期: '20261122',
};
const RETURNED = { ...PAID, 处理结果: '失败', 失败原因码: 'R03', 失败原因: '已销户', 入账日期: '' };

function cellsOf(row: Readonly<Record<string, string>>) {
  return { text: (column: string) => row[column] ?? '' };
}

const read = (row: Readonly<Record<string, string>>) => bankReturnFeed.readRow(cellsOf(row), GROUND);

describe('a row of a return file', () => {
  it('says that a payment is on the card, and when', () => {
    expect(read(PAID)).toEqual({
      ok: true,
      row: {
        op: 'U',
        batchNo: 'DF20261121-01',
        effectId: EFFECT,
        amount: '3000.00',
        result: 'PAID',
        reasonCode: undefined,
        paidOn: '2026-11-22',
      },
    });
  });

  it('says that it came back, and why', () => {
    expect(read(RETURNED)).toMatchObject({ row: { result: 'BANK_RETURNED', reasonCode: 'R03', paidOn: undefined } });
  });

  it('keeps neither name nor card, nor what the bank wrote about them', () => {
    const kept = JSON.stringify([read(PAID), read({ ...RETURNED, 失败原因: '户名应为覃桂芳' })]);

    expect(kept).not.toMatch(/覃|9901010000000000016/);
    expect(bankReturnFeed.columns.filter(({ personal }) => personal).map(({ name }) => name)).toEqual([
      '户名',
      '卡号',
      '失败原因',
    ]);
  });

  it.each([
    ['业务流水号', 'DF1', 'SERIAL_UNKNOWN'],
    ['业务流水号', `oe-${EFFECT.toUpperCase()}`, 'SERIAL_UNKNOWN'],
    ['业务流水号', '', 'EMPTY'],
    ['金额', '', 'EMPTY'],
    ['金额', '-3000.00', 'AMOUNT_INVALID'],
    ['金额', '3E+3', 'SCIENTIFIC_NOTATION'],
    ['处理结果', '处理中', 'CHOICE_INVALID'],
    ['入账日期', '', 'EMPTY'],
    ['入账日期', '20261131', 'BAD_DATE'],
    ['失败原因码', 'R03', 'END_UNCLEAR'],
    ['批次号', '', 'EMPTY'],
  ])('is put aside for %s "%s": %s', (field, text, reason) => {
    expect(read({ ...PAID, [field]: text })).toEqual({ ok: false, field, reason });
  });

  it.each([
    ['', 'EMPTY'],
    ['户名不符', 'BAD_FORM'],
  ])('is put aside for a failure without a code of ours or theirs: "%s"', (code, reason) => {
    expect(read({ ...RETURNED, 失败原因码: code })).toEqual({ ok: false, field: '失败原因码', reason });
  });

  it('has words in both languages for a code that nobody told us about', () => {
    expect(wordsOfBankReason('X9')).toEqual({ zh: '银行原因码X9', en: "the bank's code X9" });
    expect(wordsOfBankReason('R01')).toEqual({ zh: '账户不存在', en: 'no such account' });
  });
});

describe('the trailer of a return file', () => {
  function tallied(...rows: readonly Readonly<Record<string, string>>[]) {
    const tally = createReturnTally();
    for (const row of rows) tally.add(cellsOf(row));
    return (trailer: string, count = rows.length) => tally.fault(trailer.split(','), count);
  }

  it('fits what the rows add up to, to the fen', () => {
    const fault = tallied(PAID, { ...RETURNED, 金额: '0.10' }, { ...RETURNED, 金额: '0.20' });

    expect(fault('合计,3,3000.30,1,2')).toBeUndefined();
    expect(fault('合计,3,3000.30,1,2,,,,')).toBeUndefined();
    expect(fault('合计,3,3000.31,1,2')).toBe('sum');
    expect(fault('合计,3,3000.30,2,1')).toBe('counts');
    expect(fault('合计,2,3000.30,1,2')).toBe('counts');
    expect(fault('合计,3,3000.30,1')).toBe('no trailer');
    expect(fault(Object.values(PAID).join(','))).toBe('no trailer');
  });

  it('is there for no rows at all, too', () => {
    expect(tallied()('合计,0,0.00,0,0')).toBeUndefined();
  });

  it('fits nothing where one amount cannot be read', () => {
    expect(tallied(PAID, { ...PAID, 金额: '3E3' })('合计,2,6000.00,2,0')).toBe('sum');
  });
});
