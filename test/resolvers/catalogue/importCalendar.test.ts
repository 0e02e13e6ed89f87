import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { wageCase } from '../support/case-inputs.ts';
import { caseNow, opened } from '../support/case-operations.ts';
import { countRows } from '../support/count-rows.ts';

const IMPORT = `mutation ($input: ImportCalendarInput!) {
  importCalendar(input: $input) {
    changed clocksToRecompute replayed
    calendarImport { id region regionName { zh } year notice confidence coveredThrough by inForce openClocks recomputed moved done }
    userErrors { code path message remedy }
  }
}`;

interface Payload {
  readonly changed: boolean | null;
  readonly clocksToRecompute: number | null;
  readonly replayed: boolean;
  readonly calendarImport: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
}

const OFF = { date: '2026-03-03', kind: 'OFF', festivalZh: '某节', festivalEn: 'Some Festival' };

function notice(changes: Record<string, unknown> = {}) {
  return {
    idempotencyKey: crypto.randomUUID(),
    region: 'CN-GX',
    year: 2026,
    notice: '演示通知甲',
    confidence: 'CONFIRMED',
    days: [OFF],
    coveredThrough: '2026-12-31',
    ...changes,
  };
}

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

async function importCalendar(input: object): Promise<Payload> {
  const { data, errors } = await house.run<{ importCalendar: Payload }>('operator', IMPORT, { input });
  expect(errors).toEqual([]);
  return data.importCalendar;
}

const imports = async (first = 1) => {
  const { data } = await house.run<{ calendarImports: { nodes: Record<string, unknown>[]; totalCount: number } }>(
    'supervisor',
    `query ($first: Int) { calendarImports(first: $first) {
      totalCount nodes { id region year notice by inForce openClocks recomputed moved failed done finishedAt } } }`,
    { first },
  );
  return data.calendarImports;
};

describe('importing a holiday notice', () => {
  it('answers how many clocks will be recomputed, and then shows how far it got', async () => {
    const { id } = await opened(house, wageCase());

    const answer = await importCalendar(notice());
    const before = await imports();
    await house.app.system.recomputeDeadlines();
    const after = await imports();

    expect(answer).toMatchObject({
      changed: true,
      clocksToRecompute: 1,
      replayed: false,
      userErrors: [],
      calendarImport: { region: 'CN-GX', regionName: { zh: '广西壮族自治区放假安排' }, year: 2026, inForce: true },
    });
    expect(before.nodes).toMatchObject([{ by: 'persona:operator', recomputed: 0, done: false, finishedAt: null }]);
    expect(after.nodes).toMatchObject([
      { recomputed: 1, moved: 1, done: true, finishedAt: '2026-03-02T02:00:00.000Z' },
    ]);
    const { timeline } = await caseNow(house, id);
    expect(timeline.at(-1)?.summary.zh).toBe('转办签收时限由 2026-03-04 改为 2026-03-05：已按 演示通知甲 重新计算');
  });

  it('is done once per key, and with another key changes nothing any more', async () => {
    const input = notice({ notice: '演示通知乙' });
    const first = await importCalendar(input);
    const before = await countRows(house);

    const replay = await importCalendar(input);
    const again = await importCalendar({ ...input, idempotencyKey: crypto.randomUUID() });

    expect(replay).toEqual({ ...first, replayed: true });
    expect(again).toMatchObject({
      changed: false,
      clocksToRecompute: 0,
      calendarImport: { id: first.calendarImport?.id },
    });
    const { idempotency_key: _keys, ...rows } = await countRows(house);
    const { idempotency_key: _earlier, ...rowsBefore } = before;
    expect(rows).toEqual(rowsBefore);
  });

  it('is refused with other input under the same key', async () => {
    const input = notice({ notice: '演示通知丙' });
    await importCalendar(input);

    expect(await importCalendar({ ...input, days: [] })).toMatchObject({
      calendarImport: null,
      changed: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
  });

  it.each([
    ['an unknown region', { region: 'CN-ZZ' }, 'CALENDAR_REGION_UNKNOWN', ['region']],
    ['a year nobody can have announced', { year: 2030, days: [] }, 'CALENDAR_YEAR_NOT_ANNOUNCED', ['year']],
    ['no notice', { notice: ' ' }, 'CALENDAR_NOTICE_INVALID', ['notice']],
    [
      'a festival without a name',
      { days: [{ ...OFF, festivalEn: '' }] },
      'CALENDAR_NOTICE_INVALID',
      ['days', '0', 'festival'],
    ],
    [
      'a day of another year',
      { days: [OFF, { ...OFF, date: '2024-03-03' }] },
      'CALENDAR_DAY_OUTSIDE_YEAR',
      ['days', '1', 'date'],
    ],
    ['a day twice', { days: [OFF, OFF] }, 'CALENDAR_DAY_TWICE', ['days', '1', 'date']],
    [
      'a made-up Tuesday',
      { days: [{ ...OFF, kind: 'MAKE_UP' }] },
      'CALENDAR_MAKE_UP_ON_WEEKDAY',
      ['days', '0', 'date'],
    ],
    ['less coverage', { coveredThrough: '2026-06-30' }, 'CALENDAR_COVERAGE_SHRINKS', ['coveredThrough']],
    ['too much coverage', { coveredThrough: '2028-06-30' }, 'CALENDAR_COVERAGE_TOO_FAR', ['coveredThrough']],
  ])('of %s is refused whole, with the place and what to do', async (_what, changes, code, path) => {
    const before = await countRows(house);

    const answer = await importCalendar(notice(changes));

    expect(answer).toMatchObject({ calendarImport: null, userErrors: [{ code, path }] });
    expect(await countRows(house)).toEqual(before);
  });

  it('is found again by its global id, by whoever may see imports', async () => {
    const { nodes } = await imports();
    const node = 'query ($id: ID!) { node(id: $id) { ... on CalendarImport { notice } } }';

    const auditor = await house.run('auditor', node, { id: nodes[0]?.['id'] });
    const window = await house.run('window', node, { id: nodes[0]?.['id'] });

    expect(auditor.data).toEqual({ node: { notice: nodes[0]?.['notice'] } });
    expect(window.data).toEqual({ node: null });
  });
});

describe('the imported schedules', () => {
  it('begin with those that came with the release, and are paged newest first', async () => {
    const { nodes, totalCount } = await imports(100);

    expect(nodes).toHaveLength(totalCount);
    expect(nodes.at(-1)).toMatchObject({ region: 'CN', year: 2018, by: 'catalogue', done: true });
  });
});
