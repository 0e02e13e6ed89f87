import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { dayOfWeek, type LocalDate } from '#domain/referrals/local-date.ts';

export interface WorkingDayAnswer {
  readonly working: boolean;
  readonly because: DayReason;
  /** False where no announcement covers the day and only its weekday speaks. */
  readonly known: boolean;
}

/** 平日 · 周末 · 放假 · 调休上班 */
export interface DayReason extends Bilingual {
  readonly kind: 'WEEKDAY' | 'WEEKEND' | 'HOLIDAY' | 'MAKE_UP_DAY';
}

const WEEKDAYS_ZH = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The announcement, regional before national, decides; without one, Monday to Friday work. */
export function isWorkingDay(date: LocalDate, calendar: WorkingCalendar): WorkingDayAnswer {
  const ruling = calendar.rulingOn(date);
  const known = calendar.isKnown(date);
  if (ruling?.kind === 'OFF') {
    const because = { kind: 'HOLIDAY', zh: `${ruling.festival.zh}放假`, en: `${ruling.festival.en} holiday` } as const;
    return { working: false, because, known };
  }
  if (ruling?.kind === 'MAKE_UP') {
    const because = {
      kind: 'MAKE_UP_DAY',
      zh: `${ruling.festival.zh}调休上班`,
      en: `working day made up for ${ruling.festival.en}`,
    } as const;
    return { working: true, because, known };
  }
  return { ...byWeekday(date), known };
}

function byWeekday(date: LocalDate): { working: boolean; because: DayReason } {
  const weekday = dayOfWeek(date);
  const working = weekday !== 0 && weekday !== 6;
  const kind = working ? 'WEEKDAY' : 'WEEKEND';
  return { working, because: { kind, zh: WEEKDAYS_ZH[weekday], en: WEEKDAYS_EN[weekday] } };
}
