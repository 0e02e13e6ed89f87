import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';

const CALENDAR = `query ($divisionCode: DivisionCode!, $from: LocalDate!, $to: LocalDate!) {
  calendar(divisionCode: $divisionCode, from: $from, to: $to) {
    regions coveredThrough provisional
    days { date working reason because { zh en } notice confidence provisional }
    userErrors { code path }
  }
}`;

interface Shown {
  readonly regions: readonly string[];
  readonly provisional: boolean | null;
  readonly days: readonly { readonly date: string; readonly working: boolean }[];
}

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

async function calendar(divisionCode: string, from: string, to = from): Promise<Shown> {
  const { data, errors } = await house.run<{ calendar: Shown }>('window', CALENDAR, { divisionCode, from, to });
  expect(errors).toEqual([]);
  return data.calendar;
}

describe('the calendar a clerk sees', () => {
  it('says of a holiday which notice gives it, and how sure that is', async () => {
    expect(await calendar('990101', '2026-04-17')).toEqual({
      regions: ['CN', 'CN-GX'],
      coveredThrough: '2026-12-31',
      provisional: false,
      days: [
        {
          date: '2026-04-17',
          working: false,
          reason: 'HOLIDAY',
          because: { zh: '壮族三月三放假', en: 'Zhuang Sanyuesan Festival holiday' },
          notice: '广西壮族自治区人民政府办公厅关于2026年广西三月三放假的通知',
          confidence: 'SECONDARY',
          provisional: false,
        },
      ],
      userErrors: [],
    });
  });

  it('is another one where the regional festival is not kept', async () => {
    const { regions, days } = await calendar('990000', '2026-04-17');

    expect(regions).toEqual(['CN']);
    expect(days).toMatchObject([{ working: true, reason: 'WEEKDAY', notice: null, confidence: null }]);
  });

  it('shows weekends that are worked, and those that are not', async () => {
    const { days } = await calendar('990101', '2026-02-14', '2026-02-15');

    expect(days).toMatchObject([
      { date: '2026-02-14', working: true, reason: 'MAKE_UP_DAY' },
      { date: '2026-02-15', working: false },
    ]);
  });

  it('is provisional in a year that nobody has announced', async () => {
    const { provisional, days } = await calendar('990101', '2026-12-31', '2027-01-01');

    expect(provisional).toBe(true);
    expect(days).toMatchObject([{ provisional: false }, { working: true, provisional: true }]);
  });

  it('is the new one as soon as a notice is imported', async () => {
    const before = await calendar('990101', '2026-03-03');
    await house.run(
      'operator',
      `mutation { importCalendar(input: { idempotencyKey: "${crypto.randomUUID()}", region: "CN", year: 2026, notice: "通知",
        confidence: UNCONFIRMED, coveredThrough: "2026-12-31",
        days: [{ date: "2026-03-03", kind: OFF, festivalZh: "某节", festivalEn: "Some Festival" }] }) { changed } }`,
    );
    const after = await calendar('990101', '2026-03-03');

    expect(before.days).toMatchObject([{ working: true, provisional: false }]);
    expect(after.days).toMatchObject([
      { working: false, notice: '通知', confidence: 'UNCONFIRMED', provisional: true },
    ]);
  });

  it.each([
    ['the end before the beginning', '990101', '2026-03-03', '2026-03-02', 'RANGE_INVALID', ['to']],
    ['more than a year', '990101', '2026-01-01', '2027-01-02', 'RANGE_INVALID', ['to']],
    ['a place nobody knows', '999999', '2026-03-03', '2026-03-03', 'DIVISION_UNKNOWN', ['divisionCode']],
  ])('refuses %s', async (_what, division, from, to, code, path) => {
    expect(await calendar(division, from, to)).toMatchObject({
      days: [],
      provisional: null,
      userErrors: [{ code, path }],
    });
  });
});
