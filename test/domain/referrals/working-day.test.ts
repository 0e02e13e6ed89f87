import { describe, expect, it } from 'vitest';
import { buildCalendar, type CalendarDay, type CalendarLayer } from '#domain/referrals/calendar.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { isWorkingDay } from '#domain/referrals/working-day.ts';

const SPRING = { zh: '春节', en: 'Spring Festival' };
const SONG = { zh: '歌节', en: 'Song Festival' };

const country = layer('CN', '2026-12-31', [
  { date: localDate('2026-02-17'), kind: 'OFF', festival: SPRING },
  { date: localDate('2026-02-28'), kind: 'MAKE_UP', festival: SPRING },
]);
const region = layer('CN-GX', '2026-06-30', [
  { date: localDate('2026-02-28'), kind: 'OFF', festival: SONG },
  { date: localDate('2026-03-01'), kind: 'MAKE_UP', festival: SONG },
]);
const national = buildCalendar([country]);
const regional = buildCalendar([country, region]);

describe('a working day', () => {
  it.each([
    ['2026-02-16', true, 'WEEKDAY', '周一', 'Monday'],
    ['2026-02-14', false, 'WEEKEND', '周六', 'Saturday'],
    ['2026-02-17', false, 'HOLIDAY', '春节放假', 'Spring Festival holiday'],
    ['2026-02-28', true, 'MAKE_UP_DAY', '春节调休上班', 'working day made up for Spring Festival'],
    ['2026-03-01', false, 'WEEKEND', '周日', 'Sunday'],
  ])('in the country: %s', (date, working, kind, zh, en) => {
    expect(isWorkingDay(localDate(date), national)).toEqual({ working, because: { kind, zh, en }, known: true });
  });

  it.each([
    ['2026-02-17', false, 'HOLIDAY'],
    ['2026-02-28', false, 'HOLIDAY'],
    ['2026-03-01', true, 'MAKE_UP_DAY'],
  ])('in the region, whose word goes before the country’s: %s', (date, working, kind) => {
    expect(isWorkingDay(localDate(date), regional)).toMatchObject({ working, because: { kind } });
  });

  it.each([
    ['the last day covered by both', regional, '2026-06-30', true],
    ['a day covered by the country alone', regional, '2026-07-01', false],
    ['the same day where only the country counts', national, '2026-07-01', true],
    ['a day beyond all notices', national, '2027-01-01', false],
    ['a day before the first notice', national, '2025-12-31', false],
  ])('is known or not: %s', (_, calendar, date, known) => {
    expect(isWorkingDay(localDate(date), calendar).known).toBe(known);
  });

  it('uses an unconfirmed year but does not call it known', () => {
    const doubtful = buildCalendar([
      { ...country, years: country.years.map((year) => ({ ...year, confidence: 'UNCONFIRMED' })) },
    ]);

    expect(isWorkingDay(localDate('2026-02-17'), doubtful)).toMatchObject({ working: false, known: false });
  });
});

describe('a calendar', () => {
  it('is covered only as far as its shortest layer', () => {
    expect([national.coveredThrough, regional.coveredThrough]).toEqual(['2026-12-31', '2026-06-30']);
  });

  it('names the notices of all its layers for the years asked', () => {
    expect([regional.noticesFor([2026]), regional.noticesFor([2025])]).toEqual([['CN 2026', 'CN-GX 2026'], []]);
  });

  it('needs a layer, and one ruling a day in each', () => {
    const twice = layer('CN', '2026-12-31', [
      { date: localDate('2026-02-17'), kind: 'OFF', festival: SPRING },
      { date: localDate('2026-02-17'), kind: 'MAKE_UP', festival: SPRING },
    ]);

    expect(() => buildCalendar([])).toThrow(RangeError);
    expect(() => buildCalendar([twice])).toThrow('CN: two rulings on 2026-02-17');
  });
});

function layer(code: string, coveredThrough: string, days: readonly CalendarDay[]): CalendarLayer {
  return {
    region: code,
    name: { zh: code, en: code },
    divisionPrefixes: [''],
    coveredThrough: localDate(coveredThrough),
    years: [{ year: 2026, notice: `${code} 2026`, confidence: 'CONFIRMED', days }],
  };
}
