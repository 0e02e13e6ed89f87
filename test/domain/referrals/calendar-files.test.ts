import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildCalendar, layersFor } from '#domain/referrals/calendar.ts';
import { addDays, dayOfWeek, localDate } from '#domain/referrals/local-date.ts';
import { isWorkingDay } from '#domain/referrals/working-day.ts';
import { CalendarFileError, parseCalendar, readCalendars } from '#store/catalogue/read-calendars.ts';

const layers = await readCalendars(join(import.meta.dirname, '../../../catalogue/calendars'));
const national = buildCalendar(layersFor('110000', layers));

describe('the calendars in the catalogue', () => {
  it('are the country first and Guangxi upon it', () => {
    expect(layers.map(({ region }) => region)).toEqual(['CN', 'CN-GX']);
  });

  it.each([
    ['110105', ['CN']],
    ['450103', ['CN', 'CN-GX']],
    ['990101', ['CN', 'CN-GX']],
    ['320509105', ['CN']],
  ])('hold in %s as %j', (division, regions) => {
    expect(buildCalendar(layersFor(division, layers)).regions).toEqual(regions);
  });

  it('name a notice for each year without a gap', () => {
    for (const { years } of layers) {
      expect(years.map(({ year }) => year)).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
      expect(years.every(({ notice }) => notice.length > 5)).toBe(true);
    }
  });

  // A public holiday on a weekend is made up for, and a bridge day is worked on a weekend, so only the number of
  // public holidays (11, since 2025 13) is missing from a year's weekdays. In 2020 the Spring Festival was prolonged
  // by a Friday and a Saturday that was to be worked.
  it.each([
    [2018, 11],
    [2019, 11],
    [2020, 13],
    [2021, 11],
    [2022, 11],
    [2023, 11],
    [2024, 11],
    [2025, 13],
    [2026, 13],
  ])('take as many weekdays of %i as the law gives holidays: %i', (year, holidays) => {
    let weekdays = 0;
    let workingDays = 0;
    for (let day = localDate(`${year}-01-01`); day < `${year + 1}`; day = addDays(day, 1)) {
      weekdays += [0, 6].includes(dayOfWeek(day)) ? 0 : 1;
      workingDays += isWorkingDay(day, national).working ? 1 : 0;
    }

    expect(weekdays - workingDays).toBe(holidays);
  });
});

describe('a calendar file', () => {
  const SOUND = `region: CN-XX
name: { zh: 某地, en: Somewhere }
divisionPrefixes: ['99']
coveredThrough: 2026-12-31
festivals:
  某节: Some Festival
years:
  - year: 2026
    notice: 通知
    confidence: CONFIRMED
    festivals:
      - name: 某节
        off: [2026-04-17/2026-04-20, 2026-05-06]
        worked: [2026-04-25]
`;

  it('becomes days off and made-up days', () => {
    expect(parseCalendar(SOUND, 'xx.yaml').years[0]?.days.map(({ date, kind }) => `${date} ${kind}`)).toEqual([
      '2026-04-17 OFF',
      '2026-04-18 OFF',
      '2026-04-19 OFF',
      '2026-04-20 OFF',
      '2026-05-06 OFF',
      '2026-04-25 MAKE_UP',
    ]);
  });

  it.each([
    ['a day that does not exist', '2026-05-06', '2026-02-30', 'xx.yaml:13: neither a date nor a span'],
    [
      'a span that runs backwards',
      '2026-04-17/2026-04-20',
      '2026-04-20/2026-04-17',
      'xx.yaml:13: neither a date nor a span',
    ],
    ['a span of a month', '2026-04-17/2026-04-20', '2026-04-17/2026-05-17', 'xx.yaml:13: neither a date nor a span'],
    ['a made-up day on a weekday', '2026-04-25', '2026-04-24', 'xx.yaml:14: a worked day is a Saturday or a Sunday'],
    ['a day of another year', '2026-05-06', '2025-05-06', 'xx.yaml:12: 2025-05-06 is no day of 2026'],
    ['a day ruled twice', '2026-05-06', '2026-04-18', 'xx.yaml:12: a second ruling on 2026-04-18'],
    ['a festival without an English name', '某节: Some', '他节: Some', 'xx.yaml:12: no English name for 某节'],
    ['an unknown key', 'notice:', 'notcie:', 'xx.yaml:8: '],
    ['a missing key', 'region: CN-XX\n', '', 'xx.yaml:1: '],
    ['a confidence that is no word of ours', 'CONFIRMED', 'CERTAIN', 'xx.yaml:10: '],
    ['broken YAML', "['99']", "['99'", 'xx.yaml:'],
    ['a key written twice', 'years:', 'festivals: {}\nyears:', 'xx.yaml:7: Map keys must be unique'],
  ])('with %s is refused by file and line', (_, sound, wrong, message) => {
    expect(() => parseCalendar(SOUND.replace(sound, wrong), 'xx.yaml')).toThrow(message);
  });

  describe('in a folder', () => {
    let folder = '';
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'calendars-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('is reported together with the faults of its neighbours', async () => {
      await writeFile(join(folder, 'a.yaml'), SOUND.replace('CONFIRMED', 'CERTAIN'));
      await writeFile(join(folder, 'b.yaml'), SOUND.replace('2026-05-06', '2026-02-30'));

      const failure: unknown = await readCalendars(folder).catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(CalendarFileError);
      expect((failure as CalendarFileError).faults.map((fault) => fault.slice(0, 10))).toEqual([
        'a.yaml:10:',
        'b.yaml:13:',
      ]);
    });

    it('has to be there', async () => {
      await expect(readCalendars(folder)).rejects.toThrow('no calendar here');
    });
  });
});
