import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { globalId } from '#resolvers/global-id.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { householdCells, householdFile, householdLine } from './support/feed-lines.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

const ROWS = `query ($fileId: ID!) { quarantinedRows(fileId: $fileId) { totalCount nodes {
  id rowNumber field reason reasonText status corrections resolvedBy note cells { column text } file { id } } } }`;
const CORRECT = `mutation ($input: CorrectRowInput!) { correctRow(input: $input) {
  row { status reason field corrections resolvedBy note } userErrors { code message remedy } replayed } }`;
const DISCARD = `mutation ($input: DiscardRowInput!) { discardRow(input: $input) {
  row { status note } userErrors { code } replayed } }`;

interface Row {
  readonly id: string;
  readonly reason: string;
  readonly cells: readonly { column: string; text: string }[];
}

interface Corrected {
  readonly correctRow: {
    readonly row: Record<string, unknown> | null;
    readonly userErrors: readonly { code: string }[];
    readonly replayed: boolean;
  };
}

describe('a row in quarantine', () => {
  const random = seededRandom(7_070);
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());

  /** A file with one faulty row. */
  async function faultyFile(line: string): Promise<{ file: FeedFile; row: Row }> {
    const file = await stage.take({ bytes: householdFile([householdLine(random), line]) });
    const { data } = await stage.run<{ quarantinedRows: { nodes: Row[] } }>('window', ROWS, {
      fileId: globalId('FeedFile', file.id),
    });
    return { file, row: data.quarantinedRows.nodes[0]! };
  }

  async function correct(
    rowId: string,
    corrections: Record<string, string>,
    { key = randomUUID(), note = '已电话核实' } = {},
  ) {
    const input = {
      idempotencyKey: key,
      rowId,
      note,
      corrections: Object.entries(corrections).map(([column, value]) => ({ column, value })),
    };
    return (await stage.run<Corrected>('window', CORRECT, { input })).data.correctRow;
  }

  const lead = (applicationNo: string) => stage.app.database.prisma.lead.findFirst({ where: { applicationNo } });

  it('shows its cells with everything masked that says who somebody is', async () => {
    const cells = householdCells(random, { residentId: '4.50103E+17', name: '韦小困' });
    const { row } = await faultyFile(Object.values(cells).join(','));

    const shown = new Map(row.cells.map(({ column, text }) => [column, text]));
    expect(shown.get('申请编号')).toBe(cells.applicationNo);
    expect(shown.get('职工姓名')).toBe('韦*困');
    expect(shown.get('身份证号')).toBe('4*********7');
    expect(shown.get('工作单位')).not.toContain('第二');
  });

  it('is masked whole when its cells cannot be told apart', async () => {
    const { row } = await faultyFile(`${householdLine(random, { name: '韦困难' })},x`);

    expect(row.cells.map(({ column }) => column).join('')).toBe('');
    expect(JSON.stringify(row.cells)).not.toContain('困');
  });

  it('is taken once it is corrected, and the file counts it', async () => {
    const cells = householdCells(random, { residentId: '4.50103E+17' });
    const { file, row } = await faultyFile(Object.values(cells).join(','));
    const answer = await correct(row.id, { 身份证号: makeResidentId(random) });

    expect(answer).toMatchObject({ userErrors: [], row: { status: 'CORRECTED', corrections: 1, note: '已电话核实' } });
    expect(await lead(cells.applicationNo)).toMatchObject({ status: 'OPEN' });
    expect((await stage.app.dependencies.stores.feedFiles.find(file.id))?.counts).toEqual({
      accepted: 2,
      unchanged: 0,
      quarantined: 0,
      deleted: 0,
      inReview: 0,
    });
  });

  it('goes before a person once it is corrected, when the right cells do not say who it is', async () => {
    const cells = householdCells(random, { residentId: '', size: '0' });
    const { file, row } = await faultyFile(Object.values(cells).join(','));
    const answer = await correct(row.id, { 家庭人口: '2' });

    expect(answer).toMatchObject({ userErrors: [], row: { status: 'CORRECTED' } });
    expect((await stage.app.dependencies.stores.feedFiles.find(file.id))?.counts).toMatchObject({
      quarantined: 0,
      inReview: 1,
    });
    const recordKey = `${cells.applicationNo}/DIBAO`;
    expect(await stage.app.database.prisma.matchReview.findMany({ where: { recordKey } })).toMatchObject([
      { status: 'OPEN', reason: 'NUMBER_MISSING', sourceKind: 'FEED_FILE' },
    ]);
    expect(await lead(cells.applicationNo)).toBeNull();
  });

  it('stays with what is wrong now when the correction does not help, and says so', async () => {
    const cells = householdCells(random, { residentId: '4.50103E+17', division: '998877' });
    const { row } = await faultyFile(Object.values(cells).join(','));
    const key = randomUUID();
    const corrections = { 身份证号: makeResidentId(random) };
    const answer = await correct(row.id, corrections, { key });
    const again = await correct(row.id, corrections, { key });

    expect(answer.userErrors.map(({ code }) => code)).toEqual(['FEED_ROW_STILL_FAULTY']);
    expect(again.userErrors.map(({ code }) => code)).toEqual(['FEED_ROW_STILL_FAULTY']);
    expect(
      await stage.app.database.prisma.quarantinedRow.findFirst({ where: { reason: 'DIVISION_UNKNOWN' } }),
    ).toMatchObject({
      status: 'OPEN',
      field: '行政区划',
      corrections: 1,
    });
    expect(await lead(cells.applicationNo)).toBeNull();
  });

  it('is taken once however often the same correction is sent, and not again by another', async () => {
    const cells = householdCells(random, { size: '0' });
    const { row } = await faultyFile(Object.values(cells).join(','));
    const key = randomUUID();
    const first = await correct(row.id, { 家庭人口: '2' }, { key });
    const same = await correct(row.id, { 家庭人口: '2' }, { key });
    const other = await correct(row.id, { 家庭人口: '3' }, { note: '另一次' });

    expect([first.replayed, same.replayed]).toEqual([false, true]);
    expect(other.userErrors.map(({ code }) => code)).toEqual(['TRANSITION_REFUSED']);
    expect(await lead(cells.applicationNo)).toMatchObject({ householdSize: 2 });
  });

  it('does not overwrite what a later file says', async () => {
    const cells = householdCells(random, { size: '0' });
    const { row } = await faultyFile(Object.values(cells).join(','));
    await stage.take({ bytes: householdFile([Object.values({ ...cells, size: '5', status: '2' }).join(',')]) });
    const answer = await correct(row.id, { 家庭人口: '2' });

    expect(answer.row).toMatchObject({ status: 'CORRECTED' });
    expect(await lead(cells.applicationNo)).toMatchObject({ householdSize: 5, sourceStatus: 'GRANTED' });
  });

  it('is corrected by the columns it has, with a note', async () => {
    const { row } = await faultyFile(householdLine(random, { size: '0' }));

    expect((await correct(row.id, { 备注: 'x' })).userErrors[0]?.code).toBe('FEED_COLUMN_UNKNOWN');
    expect((await correct(row.id, {})).userErrors[0]?.code).toBe('FEED_COLUMN_UNKNOWN');
    expect((await correct(row.id, { 家庭人口: '2' }, { note: ' ' })).userErrors[0]?.code).toBe('NOTE_REQUIRED');
  });

  it('can be discarded with a note, and then is not corrected any more', async () => {
    const { row } = await faultyFile(householdLine(random, { size: '0' }));
    const input = { idempotencyKey: randomUUID(), rowId: row.id, note: '对方撤回' };
    const { data } = await stage.run<{ discardRow: object }>('operator', DISCARD, { input });

    expect(data.discardRow).toMatchObject({ row: { status: 'DISCARDED', note: '对方撤回' }, userErrors: [] });
    const [kept] = await stage.app.database.prisma.$queryRaw<[{ text: string }]>`
      SELECT string_agg(q::text, '') AS text FROM quarantined_row q`;
    expect(kept.text).not.toContain('对方撤回');
    expect((await correct(row.id, { 家庭人口: '2' })).userErrors[0]?.code).toBe('TRANSITION_REFUSED');
  });

  it('is nobody else’s to see', async () => {
    const { file } = await faultyFile(householdLine(random, { size: '0' }));
    const answers = await Promise.all(
      (['worker', 'court', 'township'] as const).map((as) =>
        stage.run(as, ROWS, { fileId: globalId('FeedFile', file.id) }),
      ),
    );

    expect(answers.map(({ errors }) => errors.length)).toEqual([1, 1, 1]);
  });
});

describe('a file on the graph', () => {
  const random = seededRandom(71);
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());

  it('shows how far it has come and why it was refused', async () => {
    await stage.take({ bytes: householdFile([householdLine(random), householdLine(random, { size: '0' })]) });
    await stage.take({ bytes: householdFile([householdLine(random)]), rows: 7 });
    const { data, errors } = await stage.run<{ feedFiles: { nodes: readonly { id: string }[] } }>(
      'operator',
      `{ feedFiles(agency: "civil-affairs") { totalCount nodes { id source { code } feed name status reason reasonText faultRow
         declaredRows countedRows readRows accepted unchanged quarantined deleted inReview percent sha256 foundAt finishedAt } } }`,
    );

    expect(errors).toEqual([]);
    expect(data.feedFiles).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          status: 'REFUSED',
          reason: 'COUNT_DIFFERS',
          reasonText: '实有行数与申报行数不符',
          declaredRows: 7,
          percent: null,
        },
        {
          status: 'DONE',
          reason: null,
          readRows: 2,
          accepted: 1,
          quarantined: 1,
          inReview: 0,
          percent: 100,
          source: { code: 'civil-affairs' },
        },
      ],
    });
    const one = await stage.run('supervisor', 'query ($id: ID!) { feedFile(id: $id) { id } node(id: $id) { id } }', {
      id: data.feedFiles.nodes[0]!.id,
    });
    expect(one.data).toEqual({
      feedFile: data.feedFiles.nodes[0] && { id: data.feedFiles.nodes[0].id },
      node: { id: data.feedFiles.nodes[0]!.id },
    });
  });
});
