import { describe, expect, it } from 'vitest';
import { settlementFeed } from '#domain/feeds/settlement-feed.ts';
import { localDate } from '#domain/referrals/local-date.ts';

const SETTLED: Readonly<Record<string, string>> = {
  infno: '2207',
  setl_id: '99012026S000001',
  mdtrt_id: '99012026V000001',
  psn_no: '9901000001',
  certno: '990101198603120018',
  psn_name: '覃桂兰',
  insutype: '310',
  med_type: '21',
  setl_time: '2026-03-10 11:20:15',
  medfee_sumamt: '20000.00',
  fund_pay_sumamt: '11000.00',
  psn_part_amt: '8432.10',
};
const REVERSED = {
  ...SETTLED,
  infno: '2208',
  medfee_sumamt: '-20000.00',
  fund_pay_sumamt: '-11000.00',
  psn_part_amt: '-8432.10',
};

function read(cells: Readonly<Record<string, string>>, production = false) {
  const view = {
    text(column: string) {
      const text = cells[column];
      if (text === undefined) throw new RangeError(`no column ${column}`);
      return text;
    },
  };
  return settlementFeed.readRow(view, { today: localDate('2026-03-16'), production });
}

/** What does not fit after rows with these amounts. */
function trailerFault(trailer: readonly string[], amounts: readonly string[]): string | undefined {
  const tally = settlementFeed.tally?.();
  for (const amount of amounts) tally?.add({ text: () => amount });
  return tally?.fault(trailer, 2);
}

describe('a row of the settlements file', () => {
  it('says what the push of the same would say', () => {
    expect(read(SETTLED)).toEqual({
      ok: true,
      row: {
        op: 'U',
        said: {
          kind: 'SETTLEMENT',
          event: 'SETTLED',
          settlementId: '99012026S000001',
          visitId: '99012026V000001',
          residentId: '990101198603120018',
          name: '覃桂兰',
          insuranceType: '310',
          visitType: '21',
          occurredAt: new Date('2026-03-10T03:20:15Z'),
          totalAmount: '20000.00',
          fundAmount: '11000.00',
          personalAmount: '8432.10',
        },
      },
    });
  });

  it('takes back the amounts of a reversal', () => {
    expect(read(REVERSED)).toMatchObject({ row: { said: { event: 'REVERSED', personalAmount: '8432.10' } } });
    expect(read({ ...REVERSED, fund_pay_sumamt: '0' })).toMatchObject({ row: { said: { fundAmount: '0.00' } } });
  });

  it.each([
    ['full-width digits and blanks', { certno: '９９０１０１ 19860312 0018' }],
    ['an apostrophe that a spreadsheet put before it', { certno: "'990101198603120018", setl_id: "'99012026S000001" }],
    ['a thousands separator', { medfee_sumamt: '20,000' }],
    ['a time without marks', { setl_time: '20260310112015' }],
  ])('means the same with %s', (_what, changes) => {
    expect(read({ ...SETTLED, ...changes })).toEqual(read(SETTLED));
  });

  it.each([
    ['a masked number', { certno: '990101********0018' }],
    ['a number with a wrong check digit', { certno: '990101198603120019' }],
    ['a number of 15 digits', { certno: '990101860312001' }],
    ['no name', { psn_name: '' }],
    ['neither kind of insurance nor of visit', { insutype: '', med_type: ' ' }],
  ])('is kept with %s, as a push is', (_what, changes) => {
    expect(read({ ...SETTLED, ...changes })).toMatchObject({ ok: true });
  });

  it.each([
    ['infno', '', 'EMPTY'],
    ['infno', '2206', 'CHOICE_INVALID'],
    ['setl_id', ' ', 'EMPTY'],
    ['setl_id', '9.9012E+14', 'SCIENTIFIC_NOTATION'],
    ['setl_id', 'S'.repeat(65), 'BAD_LENGTH'],
    ['mdtrt_id', '', 'EMPTY'],
    ['mdtrt_id', 'V\u00071', 'BAD_CHARACTER'],
    ['certno', '', 'EMPTY'],
    ['certno', '9.90101E+17', 'SCIENTIFIC_NOTATION'],
    ['certno', '990101198603120000', 'BAD_CHECK_DIGIT'],
    ['certno', '######', 'BAD_CHARACTER'],
    ['psn_name', '覃\u0007兰', 'BAD_CHARACTER'],
    ['insutype', '3'.repeat(201), 'BAD_LENGTH'],
    ['med_type', '2\u00071', 'BAD_CHARACTER'],
    ['setl_time', '', 'EMPTY'],
    ['setl_time', '2026-03-10', 'BAD_FORM'],
    ['setl_time', '2026-02-30 10:00:00', 'BAD_DATE'],
    ['setl_time', '2026-03-10 24:00:00', 'BAD_DATE'],
    ['medfee_sumamt', '', 'EMPTY'],
    ['medfee_sumamt', '-1.00', 'AMOUNT_INVALID'],
    ['fund_pay_sumamt', '1.005', 'AMOUNT_INVALID'],
    ['psn_part_amt', '1E3', 'SCIENTIFIC_NOTATION'],
    ['psn_part_amt', '一百', 'AMOUNT_INVALID'],
  ])('is put aside for %s %j', (field, text, reason) => {
    expect(read({ ...SETTLED, [field]: text })).toEqual({ ok: false, field, reason });
  });

  it.each(['medfee_sumamt', 'fund_pay_sumamt', 'psn_part_amt'])(
    'is put aside as a reversal that gives in %s',
    (field) => {
      expect(read({ ...REVERSED, [field]: '12.30' })).toEqual({ ok: false, field, reason: 'SIGN_WRONG' });
    },
  );

  it('is put aside in production when it is of a demo identity', () => {
    expect(read(SETTLED, true)).toEqual({ ok: false, field: 'certno', reason: 'TEST_IDENTITY_IN_LIVE' });
  });
});

describe('the last record of the settlements file', () => {
  it('fits when count and sum are those of the rows', () => {
    expect(trailerFault(['合计', '2', '-12.30'], ['7.70', '-20.00'])).toBeUndefined();
    expect(trailerFault(['合计', '2', '1,012.30', '', ''], ['1000', '12.3'])).toBeUndefined();
  });

  it('says nothing about the sum where an amount or a row cannot be read, and still counts', () => {
    expect(trailerFault(['合计', '2', '9.99'], ['x', '12.30'])).toBeUndefined();
    expect(trailerFault(['合计', '2', '9.99'], ['12.30'])).toBeUndefined();
    expect(trailerFault(['合计', '3', '9.99'], ['x', '12.30'])).toBe('count');
  });

  it.each([
    ['another count', ['合计', '3', '12.30'], 'count'],
    ['another sum', ['合计', '2', '12.31'], 'sum'],
    ['a sum of the wrong sign', ['合计', '2', '-12.30'], 'sum'],
    ['no sum', ['合计', '2'], 'sum'],
    ['no mark', ['2207', '2', '12.30'], 'no trailer'],
    ['more behind it', ['合计', '2', '12.30', 'x'], 'no trailer'],
  ])('does not fit with %s', (_what, cells, fault) => {
    expect(trailerFault(cells, ['10.00', '2.30'])).toBe(fault);
  });
});
