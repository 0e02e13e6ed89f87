import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';
import type { CalendarLayer } from '#domain/referrals/calendar.ts';
import { type LocalDate, yearOf } from '#domain/referrals/local-date.ts';

/** The State Council publishes next year's days in October or November. */
const NOTICE_EXPECTED_FROM = '11-15';

/** Whether legal days can be counted this year and next. `today` on Asia/Shanghai. */
export function judgeCalendar(layers: readonly CalendarLayer[], today: LocalDate): Finding {
  if (layers.length === 0)
    return fault(
      {
        zh: '没有放假日历，无法计算时限，不能受理',
        en: 'there is no holiday calendar: no time limit can be counted, nothing accepted',
      },
      {
        zh: '请执行 npm run seed，载入随版本发布的日历。',
        en: 'Run npm run seed, which brings in the calendars of this release.',
      },
    );
  const thisYear = yearOf(today);
  const missing = (year: number): readonly string[] =>
    layers
      .filter(({ years }) => !years.some((entry) => entry.year === year && entry.confidence !== 'UNCONFIRMED'))
      .map(({ region }) => region);
  if (missing(thisYear).length > 0) return fault(...notice(thisYear, missing(thisYear)));
  const nextIsDue = today.slice(5) >= NOTICE_EXPECTED_FROM;
  if (missing(thisYear + 1).length > 0 && nextIsDue) return warning(...notice(thisYear + 1, missing(thisYear + 1)));
  const covered = layers.map(({ region, coveredThrough }) => `${region} ${coveredThrough}`).join(', ');
  return ok(`放假日历可用至 ${covered}`, `holiday calendars are good until ${covered}`);
}

function notice(year: number, regions: readonly string[]) {
  const where = regions.join(', ');
  return [
    {
      zh: `缺 ${year} 年放假安排（${where}），该年的日期均为暂定`,
      en: `the holiday notice for ${year} is missing (${where}); dates of that year are provisional`,
    },
    {
      zh: '请按 docs/how-to/import-a-holiday-notice.md 写好通知，执行 npm run calendar -- import 文件。',
      en: 'Write the notice as docs/how-to/import-a-holiday-notice.md says and run npm run calendar -- import FILE.',
    },
  ] as const;
}
