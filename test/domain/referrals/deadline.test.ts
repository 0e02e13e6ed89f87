import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockUnit } from '#domain/catalogue/clock-rule.ts';
import { buildCalendar, layersFor } from '#domain/referrals/calendar.ts';
import { computeDeadline, type Pause } from '#domain/referrals/deadline.ts';
import { addDays, addMonths, daysBetween, localDate } from '#domain/referrals/local-date.ts';
import { isWorkingDay } from '#domain/referrals/working-day.ts';
import { readCalendars } from '#store/catalogue/read-calendars.ts';

const layers = await readCalendars(join(import.meta.dirname, '../../../catalogue/calendars'));
const national = buildCalendar(layersFor('110000', layers));
const guangxi = buildCalendar(layersFor('450103', layers));

describe('a period', () => {
  it.each([
    ['2023-09-27', 2, 'WORKING_DAY', '2023-10-07', '2023-10-07'],
    ['2023-09-27', 5, 'WORKING_DAY', '2023-10-10', '2023-10-10'],
    ['2023-01-19', 3, 'WORKING_DAY', '2023-01-29', '2023-01-29'],
    ['2024-02-08', 3, 'WORKING_DAY', '2024-02-19', '2024-02-19'],
    ['2025-09-30', 2, 'WORKING_DAY', '2025-10-10', '2025-10-10'],
    ['2026-02-13', 3, 'WORKING_DAY', '2026-02-25', '2026-02-25'],
    ['2023-04-20', 2, 'WORKING_DAY', '2023-04-23', '2023-04-25'],
    ['2024-04-10', 2, 'WORKING_DAY', '2024-04-12', '2024-04-16'],
    ['2021-04-13', 3, 'WORKING_DAY', '2021-04-16', '2021-04-20'],
    ['2023-09-14', 15, 'DAY', '2023-10-07', '2023-10-07'],
    ['2023-08-30', 30, 'DAY', '2023-10-07', '2023-10-07'],
    ['2023-09-20', 45, 'DAY', '2023-11-06', '2023-11-06'],
    ['2023-12-16', 15, 'DAY', '2024-01-02', '2024-01-02'],
    ['2023-04-06', 15, 'DAY', '2023-04-21', '2023-04-24'],
    ['2026-09-30', 5, 'WORKING_DAY', '2026-10-13', '2026-10-13'],
    ['2018-04-13', 5, 'WORKING_DAY', '2018-04-20', '2018-04-24'],
    ['2019-04-03', 1, 'WORKING_DAY', '2019-04-04', '2019-04-09'],
    ['2020-03-25', 2, 'WORKING_DAY', '2020-03-27', '2020-03-27'],
    ['2022-04-01', 1, 'WORKING_DAY', '2022-04-02', '2022-04-07'],
    ['2026-04-16', 1, 'WORKING_DAY', '2026-04-17', '2026-04-21'],
  ] as const)('from %s of %i %s ends on %s, in Guangxi on %s', (startedOn, length, unit, country, region) => {
    const question = { startedOn: localDate(startedOn), length, unit, rollOver: true };

    expect(computeDeadline({ ...question, calendar: national }).dueOn).toBe(country);
    expect(computeDeadline({ ...question, calendar: guangxi }).dueOn).toBe(region);
  });

  it.each([
    ['2023-09-14', 15, '2023-09-29'],
    ['2023-08-30', 30, '2023-09-29'],
    ['2023-09-20', 45, '2023-11-04'],
    ['2023-12-16', 15, '2023-12-31'],
  ])(
    'from %s of %i days shows the last day %s before it gave way, and ends there without the rule',
    (startedOn, length, raw) => {
      const question = { startedOn: localDate(startedOn), length, unit: 'DAY', calendar: national } as const;

      expect(computeDeadline({ ...question, rollOver: true }).rawDueOn).toBe(raw);
      expect(computeDeadline({ ...question, rollOver: false }).dueOn).toBe(raw);
    },
  );

  it.each([
    ['2025-11-30', 3, 'MONTH', '2026-02-28', '2026-02-28'],
    ['2026-01-15', 3, 'MONTH', '2026-04-15', '2026-04-15'],
    ['2025-10-01', 1, 'YEAR', '2026-10-01', '2026-10-08'],
    ['2024-02-29', 1, 'YEAR', '2025-02-28', '2025-02-28'],
    ['2024-05-02', 2, 'YEAR', '2026-05-02', '2026-05-06'],
  ] as const)(
    'from %s of %i %s ends on the day of the same number, %s, or the working day after it, %s',
    (startedOn, length, unit, raw, due) => {
      expect(
        computeDeadline({ startedOn: localDate(startedOn), length, unit, rollOver: true, calendar: national }),
      ).toMatchObject({
        rawDueOn: raw,
        dueOn: due,
      });
    },
  );

  it('runs out at midnight in Shanghai at the end of its last day', () => {
    expect(days('2026-03-02', 15).dueAt.toISOString()).toBe('2026-03-17T16:00:00.000Z');
  });

  it('that was extended rolls over once, at its end', () => {
    const extended = computeDeadline({ ...base('2023-08-15'), length: 45, extension: 15 });

    expect(extended).toMatchObject({ rawDueOn: '2023-10-14', dueOn: '2023-10-16' });
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be %d long', (length) => {
    expect(() => days('2026-03-02', length)).toThrow(RangeError);
  });

  it('cannot be extended by less than nothing', () => {
    expect(() => computeDeadline({ ...base('2026-03-02'), length: 5, extension: -1 })).toThrow(RangeError);
  });
});

describe('a pause', () => {
  it('leaves out its first day but counts the day on which the clock goes on', () => {
    const paused = days('2026-03-02', 15, [pause('2026-03-05', '2026-03-09')]);

    expect(paused.dueOn).toBe('2026-03-23');
    expect(paused.rawDueOn).toBe('2026-03-21');
    expect(paused.skipped.filter(({ because }) => because.kind === 'PAUSED').map(({ date }) => date)).toEqual([
      '2026-03-05',
      '2026-03-06',
      '2026-03-07',
      '2026-03-08',
    ]);
  });

  it('that ends on the day it began changes nothing', () => {
    expect(days('2026-03-02', 15, [pause('2026-03-05', '2026-03-05')])).toEqual(days('2026-03-02', 15));
  });

  it('on the last day moves it to the day on which the clock goes on', () => {
    expect(days('2026-03-02', 15, [pause('2026-03-17', '2026-03-20')]).dueOn).toBe('2026-03-20');
  });

  it('in the days off at the end holds the deadline until the clock goes on', () => {
    expect(days('2023-09-14', 15, [pause('2023-10-05', '2023-10-12')]).dueOn).toBe('2023-10-12');
  });

  it('that still lasts makes the date provisional, the earliest possible one', () => {
    const standing = days('2026-03-02', 15, [{ from: localDate('2026-03-05') }]);

    expect(standing).toMatchObject({ dueOn: '2026-03-17', provisional: true });
    expect(standing.explanation.zh).toContain('计时自2026-03-05起暂停');
    expect(standing.explanation.en).toContain('stands still since 2026-03-05');
  });

  it('after the end is of no consequence', () => {
    expect(days('2026-03-02', 15, [{ from: localDate('2026-03-18') }])).toEqual(days('2026-03-02', 15));
  });

  it('is counted once where two overlap', () => {
    const overlapping = [pause('2026-03-05', '2026-03-09'), pause('2026-03-07', '2026-03-10')];

    expect(days('2026-03-02', 15, overlapping).rawDueOn).toBe('2026-03-22');
  });

  it('in a period of months adds its days', () => {
    const paused = computeDeadline({
      ...base('2026-03-02'),
      unit: 'MONTH',
      length: 3,
      pauses: [pause('2026-04-01', '2026-04-11')],
    });

    expect(paused.rawDueOn).toBe('2026-06-12');
  });
});

describe('a period that counts back', () => {
  it.each([
    ['2026-03-11', 5, 'DAY', '2026-03-06', '2026-03-06'],
    ['2026-03-13', 5, 'DAY', '2026-03-08', '2026-03-06'],
    ['2026-02-25', 3, 'DAY', '2026-02-22', '2026-02-14'],
    ['2026-03-11', 5, 'WORKING_DAY', '2026-03-04', '2026-03-04'],
    ['2026-02-25', 3, 'WORKING_DAY', '2026-02-13', '2026-02-13'],
    ['2026-03-31', 1, 'MONTH', '2026-02-28', '2026-02-28'],
    ['2024-02-29', 1, 'YEAR', '2023-02-28', '2023-02-28'],
  ] as const)('from %s by %i %s arrives at %s and has to be done by %s', (from, length, unit, raw, due) => {
    expect(back(from, length, unit)).toMatchObject({ rawDueOn: raw, dueOn: due });
  });

  it('moves to the working day before, not after, and says so', () => {
    const { explanation, skipped, notices } = back('2026-03-13', 5, 'DAY');

    expect(explanation).toEqual({
      zh: '自2026-03-13的前一日起倒数5日，至2026-03-08。2026-03-08为周日，提前至其前一个工作日2026-03-06。',
      en: '5 days, counted back from the day before 2026-03-13, arrive at 2026-03-08. 2026-03-08 is a day off (Sunday), so it has to be done by the working day before it, 2026-03-06.',
    });
    expect(skipped.map(({ date }) => date)).toEqual(['2026-03-07', '2026-03-08']);
    expect(notices).toHaveLength(1);
  });

  it('rests on the notices of both years it touches, and is provisional where one is missing', () => {
    expect(back('2026-01-05', 3, 'WORKING_DAY').notices).toHaveLength(2);
    expect(back('2026-01-05', 3, 'WORKING_DAY').provisional).toBe(false);
    expect(back('2027-01-06', 3, 'WORKING_DAY')).toMatchObject({ dueOn: '2027-01-01', provisional: true });
  });

  it('knows neither pause nor extension', () => {
    const question = { ...base('2026-03-11'), length: 5, direction: 'BEFORE' } as const;

    expect(() => computeDeadline({ ...question, extension: 1 })).toThrow(RangeError);
    expect(() => computeDeadline({ ...question, pauses: [pause('2026-03-08', '2026-03-09')] })).toThrow(RangeError);
  });

  it('of working days is the way there again', () => {
    const starts = fc.integer({ min: 0, max: 365 * 8 }).map((offset) => addDays(localDate('2018-01-01'), offset));
    fc.assert(
      fc.property(
        starts,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(national, guangxi),
        (day, length, calendar) => {
          fc.pre(isWorkingDay(day, calendar).working);
          const question = { unit: 'WORKING_DAY', rollOver: false, length, calendar } as const;

          const there = computeDeadline({ ...question, startedOn: day, direction: 'BEFORE' }).dueOn;

          expect(computeDeadline({ ...question, startedOn: there }).dueOn).toBe(day);
        },
      ),
    );
  });
});

describe('a date beyond the announced holidays', () => {
  it.each([
    ['working days into the next year', 'WORKING_DAY', '2026-12-28', 5, true],
    ['working days that end before it', 'WORKING_DAY', '2026-12-24', 5, false],
    ['a last day in the next year', 'DAY', '2026-12-20', 15, true],
    ['a last day before it', 'DAY', '2026-12-01', 15, false],
    ['a last day that only rolls into it', 'DAY', '2022-12-16', 15, false],
  ] as const)('is provisional or not: %s', (_, unit, startedOn, length, provisional) => {
    expect(computeDeadline({ ...base(startedOn), unit, length }).provisional).toBe(provisional);
  });

  it('is counted by weekdays, and says since when', () => {
    const beyond = computeDeadline({ ...base('2026-12-30'), unit: 'WORKING_DAY', length: 3 });

    expect(beyond.dueOn).toBe('2027-01-04');
    expect(beyond.explanation.zh).toContain('尚未公布或未经核实，2027-01-01起');
    expect(beyond.explanation.en).toContain('from 2027-01-01 on the count is provisional');
  });

  it('is not provisional where no holiday could move it', () => {
    expect(computeDeadline({ ...base('2026-12-20'), length: 15, rollOver: false })).toMatchObject({
      provisional: false,
      notices: [],
    });
  });

  it('is provisional in Guangxi for a year whose regional notice was not seen, and firm in the country', () => {
    const question = { ...base('2025-03-28'), unit: 'WORKING_DAY', length: 2 } as const;

    expect(computeDeadline({ ...question, calendar: guangxi })).toMatchObject({
      dueOn: '2025-04-03',
      provisional: true,
    });
    expect(computeDeadline(question)).toMatchObject({ dueOn: '2025-04-01', provisional: false });
  });
});

describe('the way a date came about', () => {
  it('is told for a last day that gave way', () => {
    const { explanation, skipped, notices } = days('2023-09-14', 15);

    expect(explanation).toEqual({
      zh: '自2023-09-14的次日起算15日，末日为2023-09-29。末日2023-09-29为中秋节、国庆节放假，顺延至其后第一个工作日2023-10-07。',
      en: '15 days, counted from the day after 2023-09-14, end on 2023-09-29. 2023-09-29 is a day off (Mid-Autumn Festival and National Day holiday), so the period ends on the next working day, 2023-10-07.',
    });
    expect(skipped).toHaveLength(8);
    expect(skipped[0]).toEqual({
      date: '2023-09-29',
      because: { kind: 'HOLIDAY', zh: '中秋节、国庆节放假', en: 'Mid-Autumn Festival and National Day holiday' },
    });
    expect(notices).toEqual(['国办发明电〔2022〕16号']);
  });

  it('is told for working days, with each day off and the made-up days', () => {
    const { explanation, skipped } = computeDeadline({ ...base('2023-09-27'), unit: 'WORKING_DAY', length: 2 });

    expect(explanation).toEqual({
      zh: '自2023-09-27的次日起算2个工作日，末日为2023-10-07。跳过休息日8日（含中秋节、国庆节放假）。2023-10-07调休上班，计入。',
      en: '2 working days, counted from the day after 2023-09-27, end on 2023-10-07. 8 days off skipped (Mid-Autumn Festival and National Day holiday included). 2023-10-07 counted as made-up working day.',
    });
    expect(skipped.map(({ date }) => date)).toEqual([
      '2023-09-29',
      '2023-09-30',
      '2023-10-01',
      '2023-10-02',
      '2023-10-03',
      '2023-10-04',
      '2023-10-05',
      '2023-10-06',
    ]);
  });

  it('is told with extension and pause', () => {
    const { steps } = computeDeadline({
      ...base('2026-03-02'),
      length: 1,
      extension: 2,
      pauses: [pause('2026-03-03', '2026-03-04')],
    });

    expect(steps).toEqual([
      {
        zh: '自2026-03-02的次日起算1日，延长2日，末日为2026-03-06。',
        en: '1 day and 2 days of extension, counted from the day after 2026-03-02, end on 2026-03-06.',
      },
      { zh: '其中暂停计时1日，不计入。', en: 'The clock was paused on 1 day, not counted.' },
    ]);
  });

  it('survives being stored as JSON', () => {
    const computed = days('2023-09-14', 15);
    const { dueAt, ...stored } = JSON.parse(JSON.stringify(computed));

    expect({ ...stored, dueAt: new Date(dueAt) }).toEqual(computed);
  });
});

describe('every deadline', () => {
  const calendars = fc.constantFrom(national, guangxi);
  const starts = fc.integer({ min: 0, max: 365 * 8 }).map((offset) => addDays(localDate('2018-01-01'), offset));
  const units = fc.constantFrom<ClockUnit>('DAY', 'WORKING_DAY', 'MONTH');
  const lengths = fc.integer({ min: 1, max: 60 });
  const pauses = fc
    .array(fc.tuple(starts, fc.integer({ min: 0, max: 40 })), { maxLength: 4 })
    .map((list) => list.map(([from, length]): Pause => ({ from, to: addDays(from, length) })));
  const questions = fc.record({
    startedOn: starts,
    unit: units,
    length: lengths,
    pauses,
    calendar: calendars,
    rollOver: fc.boolean(),
  });

  it('is never earlier for a longer period', () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 20 }), (question, more) => {
        const longer = computeDeadline({ ...question, length: question.length + more });
        expect(computeDeadline(question).dueOn <= longer.dueOn).toBe(true);
      }),
    );
  });

  it('is the same whether the length or the extension is longer', () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 20 }), (question, extension) => {
        const extended = computeDeadline({ ...question, extension });
        expect(extended.dueOn).toBe(computeDeadline({ ...question, length: question.length + extension }).dueOn);
      }),
    );
  });

  it('without a rule about days off moves by as many days as it was paused', () => {
    fc.assert(
      fc.property(starts, lengths, fc.nat(59), fc.integer({ min: 1, max: 90 }), (startedOn, length, after, still) => {
        const question = { startedOn, length, unit: 'DAY', rollOver: false, calendar: national } as const;
        const from = addDays(startedOn, 1 + (after % length));

        const paused = computeDeadline({ ...question, pauses: [{ from, to: addDays(from, still) }] });

        expect(daysBetween(computeDeadline(question).dueOn, paused.dueOn)).toBe(still);
      }),
    );
  });

  it('is never earlier for a pause', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(computeDeadline({ ...question, pauses: [] }).dueOn <= computeDeadline(question).dueOn).toBe(true);
      }),
    );
  });

  it('falls on a working day when it counts working days or rolls over', () => {
    fc.assert(
      fc.property(questions, (question) => {
        fc.pre(question.unit === 'WORKING_DAY' || question.rollOver);
        expect(isWorkingDay(computeDeadline(question).dueOn, question.calendar).working).toBe(true);
      }),
    );
  });

  it('is never provisional inside the announced years', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const computed = computeDeadline({ ...question, calendar: national });
        fc.pre(computed.dueOn <= national.coveredThrough);
        expect(computed.provisional).toBe(false);
      }),
    );
  });

  it('is the start, the days that count and the days that were skipped, no day lost', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { dueOn, skipped } = computeDeadline(question);
        const { startedOn, unit, length } = question;
        const counting = unit === 'MONTH' ? daysBetween(startedOn, addMonths(startedOn, length)) : length;
        expect(daysBetween(startedOn, dueOn)).toBe(counting + skipped.length);
        expect(new Set(skipped.map(({ date }) => date)).size).toBe(skipped.length);
      }),
    );
  });
});

function base(startedOn: string) {
  return {
    startedOn: localDate(startedOn),
    unit: 'DAY' as ClockUnit,
    rollOver: true,
    calendar: national,
  };
}

function back(from: string, length: number, unit: ClockUnit) {
  return computeDeadline({ ...base(from), length, unit, direction: 'BEFORE' });
}

function days(startedOn: string, length: number, pauses: readonly Pause[] = []) {
  return computeDeadline({ ...base(startedOn), length, pauses });
}

function pause(from: string, to: string): Pause {
  return { from: localDate(from), to: localDate(to) };
}
