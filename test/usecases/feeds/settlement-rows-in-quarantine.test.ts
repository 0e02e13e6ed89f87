import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { globalId } from '#resolvers/global-id.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import {
  delivered,
  openSettlementStage,
  settlementLine,
  type SettlementStage,
  trailerOf,
} from './support/settlement-stage.ts';

const CORRECT = `mutation ($input: CorrectRowInput!) { correctRow(input: $input) {
  row { status reason } userErrors { code } } }`;

describe('rows of settlements that cannot be taken', () => {
  let stage: SettlementStage;

  beforeAll(async () => {
    stage = await openSettlementStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => stage.forget());

  const FAULTY: readonly { readonly line: string; readonly fault: string }[] = [
    { line: settlementLine({ id: 'F1' }, { infno: '2209' }), fault: 'infno CHOICE_INVALID' },
    { line: settlementLine({ id: '' }), fault: 'setl_id EMPTY' },
    { line: settlementLine({ id: '9.9E+14' }), fault: 'setl_id SCIENTIFIC_NOTATION' },
    { line: settlementLine({ id: 'F4', visit: ' ' }), fault: 'mdtrt_id EMPTY' },
    { line: settlementLine({ id: 'F5', residentId: '9.90101E+17' }), fault: 'certno SCIENTIFIC_NOTATION' },
    { line: settlementLine({ id: 'F6', at: '2026-02-30 10:00:00' }), fault: 'setl_time BAD_DATE' },
    { line: settlementLine({ id: 'F7' }, { medfee_sumamt: 'x' }), fault: 'medfee_sumamt AMOUNT_INVALID' },
    {
      line: settlementLine({ id: 'F8', reversed: true }, { psn_part_amt: '8432.10' }),
      fault: 'psn_part_amt SIGN_WRONG',
    },
    { line: `${settlementLine({ id: 'F9' })},0.00`, fault: ' COLUMN_COUNT' },
    { line: settlementLine({ id: 'S1', amount: '77.00' }), fault: 'setl_id SETTLEMENT_CONFLICT' },
    { line: settlementLine({ id: 'S1', visit: 'V2' }), fault: 'mdtrt_id SETTLEMENT_VISIT_DIFFERS' },
    { line: settlementLine({ id: 'S1', visit: 'V2', reversed: true }), fault: 'mdtrt_id SETTLEMENT_VISIT_DIFFERS' },
    { line: settlementLine({ id: 'S2', visit: 'V3' }), fault: 'mdtrt_id SETTLEMENT_VISIT_DIFFERS' },
  ];

  it('are each put aside for their own reason, and the others are taken', async () => {
    await stage.settle({ id: 'S1' });
    const good = [settlementLine({ id: 'S2', visit: 'V2' }), settlementLine({ id: 'S3', visit: 'V9' })];
    const lines = [good[0]!, ...FAULTY.map(({ line }) => line), good[1]!];
    const file = await stage.take(delivered(lines));

    expect(await stage.quarantined(file.id)).toEqual(FAULTY.map(({ fault }, index) => `${index + 2} ${fault}`));
    expect(file.counts).toEqual({ accepted: 2, unchanged: 0, quarantined: 13, deleted: 0, inReview: 0 });
    expect(await stage.claims()).toHaveLength(3);
  });

  it('open their claim once they are corrected, and the file counts them', async () => {
    const file = await stage.take(delivered([settlementLine({ id: 'S1', residentId: '9.90101E+17' })]));
    const [row] = await stage.app.database.prisma.quarantinedRow.findMany();
    const input = {
      idempotencyKey: randomUUID(),
      rowId: globalId('QuarantinedRow', row?.id ?? ''),
      note: '已电话核实',
      corrections: [{ column: 'certno', value: '990101198603120018' }],
    };
    const { data } = await stage.run<{ correctRow: object }>('window', CORRECT, { input });

    expect(data.correctRow).toEqual({ row: { status: 'CORRECTED', reason: 'SCIENTIFIC_NOTATION' }, userErrors: [] });
    expect(await stage.settlement('S1')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await stage.claims()).toMatchObject([{ status: 'IN_PROGRESS' }]);
    expect((await stage.app.dependencies.stores.feedFiles.find(file.id))?.counts).toMatchObject({
      accepted: 1,
      quarantined: 0,
    });
  });

  it.each([
    ['another count', '合计,3,16864.20'],
    ['another sum', '合计,2,16864.21'],
    ['no trailer at all', undefined],
  ])('are not looked at in a file with %s', async (_what, trailer) => {
    const lines = [settlementLine({ id: 'S1' }), settlementLine({ id: 'S2', visit: 'V2' })];
    const whole = delivered(lines, trailer ?? settlementLine({ id: 'S3' }));
    const file = await stage.take(whole);

    expect(file).toMatchObject({ status: 'REFUSED', reason: 'TRAILER_DIFFERS', faultRow: 3 });
    expect(await stage.app.database.prisma.medicalSettlement.count()).toBe(0);
  });

  it('fit a trailer over several hundred of them, with reversals taken off', async () => {
    const random = seededRandom(8);
    const lines = Array.from({ length: 700 }, (_, index) =>
      settlementLine({
        id: `T${index}`,
        visit: `VT${index}`,
        residentId: makeResidentId(random),
        amount: `${index}.07`,
        reversed: index % 3 === 0,
      }),
    );

    expect((await stage.take(delivered(lines, trailerOf(lines)))).counts).toMatchObject({ accepted: 700 });
  });
});

describe('what a chunk of settlements costs', () => {
  let stage: SettlementStage;

  beforeAll(async () => {
    stage = await openSettlementStage();
  });
  afterAll(() => stage.close());

  async function statementsFor(rows: number, random: () => number): Promise<number> {
    const lines = Array.from({ length: rows }, (_, index) =>
      settlementLine({ id: `C${rows}-${index}`, visit: `C${rows}-${index}`, residentId: makeResidentId(random) }),
    );
    await stage.deliver(delivered(lines));
    await stage.app.system.collectFeedFiles();
    const { id } = await stage.newest();
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await stage.app.system.continueFeedFile(id);
    const count = query.mock.calls.length;
    query.mockRestore();
    expect((await stage.newest()).counts.accepted).toBe(rows);
    return count;
  }

  it('is the same number of statements for ten people whom nobody knows and for a thousand', async () => {
    const random = seededRandom(4);
    // The first makes the stages of its connection.
    await statementsFor(1, random);
    const few = await statementsFor(10, random);

    expect(few).toBeGreaterThan(5);
    expect(await statementsFor(1_000, random)).toBe(few);
  });
});
