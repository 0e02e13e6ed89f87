import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  ageOn,
  compareDates,
  dayOfWeek,
  daysBetween,
  endOfLocalDay,
  localDate,
  localDateOf,
  parseLocalDate,
  startOfLocalDay,
} from '#domain/referrals/local-date.ts';

const anyDate = fc.integer({ min: -60_000, max: 60_000 }).map((days) => addDays(localDate('2000-01-01'), days));

describe('a local date', () => {
  it.each(['2026-11-21', '2024-02-29', '1885-01-01', '9999-12-31'])('reads %s', (text) => {
    expect(parseLocalDate(text)).toEqual({ ok: true, value: text });
  });

  it.each([
    ['2026-02-29', 'BAD_DATE'],
    ['1900-02-29', 'BAD_DATE'],
    ['2026-13-01', 'BAD_DATE'],
    ['2026-00-10', 'BAD_DATE'],
    ['2026-04-31', 'BAD_DATE'],
    ['2026-04-00', 'BAD_DATE'],
    ['0999-01-01', 'BAD_DATE'],
    ['2026-4-1', 'BAD_FORM'],
    ['20260401', 'BAD_FORM'],
    ['2026-04-01T00:00:00Z', 'BAD_FORM'],
    ['', 'BAD_FORM'],
  ])('refuses %s', (text, fault) => {
    expect(parseLocalDate(text)).toEqual({ ok: false, fault });
  });

  it('throws for a date of ours that is wrong', () => {
    expect(() => localDate('2026-02-30')).toThrow(RangeError);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-15', 3, '2026-04-15'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-31', -2, '2025-11-30'],
  ])('%s and %i months are %s', (date, months, expected) => {
    expect(addMonths(localDate(date), months)).toBe(expected);
  });

  it('ends a year that began on 29 February on the 28th', () => {
    expect(addYears(localDate('2024-02-29'), 1)).toBe('2025-02-28');
    expect(addYears(localDate('2024-02-29'), 4)).toBe('2028-02-29');
  });

  it.each([
    ['2026-11-21', 6],
    ['2026-11-22', 0],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['1885-01-01', 4],
  ])('%s is day %i of the week', (date, weekday) => {
    expect(dayOfWeek(localDate(date))).toBe(weekday);
  });

  it.each([
    ['2026-11-20T15:59:59.999Z', '2026-11-20'],
    ['2026-11-20T16:00:00.000Z', '2026-11-21'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('is, at %s, %s in Shanghai', (instant, date) => {
    expect(localDateOf(new Date(instant))).toBe(date);
  });

  it('ends at the instant at which the next day begins', () => {
    expect(startOfLocalDay(localDate('2026-11-21')).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(endOfLocalDay(localDate('2026-11-21')).toISOString()).toBe('2026-11-21T16:00:00.000Z');
    expect(endOfLocalDay(localDate('9999-12-31')).toISOString()).toBe('9999-12-31T16:00:00.000Z');
  });

  it.each([
    ['2000-02-29', '2026-02-28', 25],
    ['2000-02-29', '2026-03-01', 26],
    ['1986-03-12', '2026-03-11', 39],
    ['1986-03-12', '2026-03-12', 40],
  ])('makes someone born on %s, on %s, %i years old', (born, day, age) => {
    expect(ageOn(localDate(born), localDate(day))).toBe(age);
  });

  it('agrees with the zone data of the platform from 1992 on', () => {
    const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });
    const instants = fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(fc.property(instants, (instant) => localDateOf(instant) === shanghai.format(instant)));
  });

  it('adds and counts days without loss, keeps order, and lies within its own two ends', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        const other = addDays(date, days);
        expect(daysBetween(date, other)).toBe(days);
        expect(Math.sign(compareDates(other, date))).toBe(Math.sign(days));
        expect(localDateOf(startOfLocalDay(date))).toBe(date);
        expect(localDateOf(new Date(endOfLocalDay(date).getTime() - 1))).toBe(date);
      }),
    );
  });

  it('never comes back later after months forth and back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 600 }), (date, months) => {
        expect(addMonths(addMonths(date, months), -months) <= date).toBe(true);
      }),
    );
  });
});
