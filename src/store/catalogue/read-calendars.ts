import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CONFIDENCES } from '#domain/catalogue/clock-rule.ts';
import { belongsToYear, type CalendarAnnouncement, isWeekend } from '#domain/referrals/calendar-announcement.ts';
import type { CalendarDay, CalendarLayer, CalendarYear } from '#domain/referrals/calendar.ts';
import { addDays, daysBetween, localDate, type LocalDate, parseLocalDate } from '#domain/referrals/local-date.ts';
import { readYaml, type YamlPath } from '#platform/yaml-file.ts';

/** A calendar file cannot be used. Every fault is listed with its line; the start-up stops and shows them. */
export class CalendarFileError extends Error {
  override readonly name = 'CalendarFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`calendar files cannot be used:\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

const Day = z
  .string()
  .refine((text) => parseLocalDate(text).ok, 'not a date YYYY-MM-DD')
  .transform(localDate);

/** The longest holiday so far had ten days (2020); a longer span is a slip in a year or month. */
const LONGEST_SPAN = 15;

const Span = z.string().transform((text, context) => {
  const [first, last = first, ...more] = text.split('/').map(parseLocalDate);
  const sound = first?.ok && last?.ok && more.length === 0;
  if (sound && daysBetween(first.value, last.value) >= 0 && daysBetween(first.value, last.value) < LONGEST_SPAN) {
    return Array.from({ length: daysBetween(first.value, last.value) + 1 }, (_, index) => addDays(first.value, index));
  }
  context.addIssue(`neither a date nor a span first/last of at most ${LONGEST_SPAN} days`);
  return z.NEVER;
});

const WorkedDay = Day.refine(isWeekend, 'a worked day is a Saturday or a Sunday');

const Year = z
  .strictObject({
    year: z.int(),
    notice: z.string().min(1),
    confidence: z.enum(CONFIDENCES),
    sources: z.array(z.url()).optional(),
    festivals: z.array(
      z.strictObject({ name: z.string(), off: z.array(Span), worked: z.array(WorkedDay).default([]) }),
    ),
  })
  .superRefine(({ year, festivals }, context) => {
    festivals.forEach(({ off, worked }, index) => {
      const stray = [...off.flat(), ...worked].find((date) => !belongsToYear(year, date));
      if (stray)
        context.addIssue({ code: 'custom', path: ['festivals', index], message: `${stray} is no day of ${year}` });
    });
  });

const fields = {
  region: z.string().regex(/^CN(-[A-Z]{2})?$/),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  divisionPrefixes: z.array(z.string().regex(/^\d*$/)).min(1),
  coveredThrough: Day,
  festivals: z.record(z.string(), z.string().min(1)),
  years: z.array(Year).min(1),
};

const CalendarFile = z.strictObject(fields).superRefine(checkRulings);

/** What an operator writes when a notice comes out: the same file without saying again whom the region's notices are for. */
const NoticeFile = z
  .strictObject({ ...fields, name: fields.name.optional(), divisionPrefixes: fields.divisionPrefixes.optional() })
  .superRefine(checkRulings);

type FileContent = Pick<z.infer<typeof CalendarFile>, 'festivals' | 'years'>;

function checkRulings({ festivals: names, years }: FileContent, context: z.RefinementCtx): void {
  const seen = new Set<LocalDate>();
  years.forEach(({ festivals }, yearIndex) => {
    festivals.forEach(({ name, off, worked }, index) => {
      const path = ['years', yearIndex, 'festivals', index];
      if (!(name in names)) context.addIssue({ code: 'custom', path, message: `no English name for ${name}` });
      for (const date of [...off.flat(), ...worked]) {
        if (seen.has(date)) context.addIssue({ code: 'custom', path, message: `a second ruling on ${date}` });
        seen.add(date);
      }
    });
  });
}

/** Reads every calendar of a folder, widest region first. Throws CalendarFileError naming file and line of each fault. */
export async function readCalendars(folder: string): Promise<readonly CalendarLayer[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const layers: CalendarLayer[] = [];
  const faults: string[] = names.length === 0 ? [`${folder}: no calendar here`] : [];
  for (const name of names) {
    try {
      layers.push(parseCalendar(await readFile(join(folder, name), 'utf8'), name));
    } catch (error) {
      if (!(error instanceof CalendarFileError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new CalendarFileError(faults);
  return layers.toSorted((a, b) => width(a) - width(b) || a.region.localeCompare(b.region));
}

/** Throws CalendarFileError. `fileName` is only for the message. */
export function parseCalendar(text: string, fileName: string): CalendarLayer {
  const reading = readYaml(text, fileName, CalendarFile);
  if (!reading.ok) throw new CalendarFileError(reading.faults);
  return toLayer(reading.value);
}

export interface AnnouncementFile {
  readonly announcement: CalendarAnnouncement;
  /** Where the file says so: whom the region's notices are for. */
  readonly divisionPrefixes: readonly string[] | undefined;
  /** Words a fault that only shows beside what is in force, as `file:line: what is wrong`. */
  faultAt(path: YamlPath, message: string): string;
}

/** A file with one or more notices of one region. Throws CalendarFileError. */
export function parseAnnouncement(text: string, fileName: string): AnnouncementFile {
  const reading = readYaml(text, fileName, NoticeFile);
  if (!reading.ok) throw new CalendarFileError(reading.faults);
  const { region, coveredThrough, divisionPrefixes } = reading.value;
  return {
    announcement: { region, coveredThrough, years: yearsOf(reading.value) },
    divisionPrefixes,
    faultAt: reading.faultAt,
  };
}

function toLayer(file: z.infer<typeof CalendarFile>): CalendarLayer {
  return { ...file, years: yearsOf(file) };
}

function yearsOf({ years, festivals: english }: FileContent): readonly CalendarYear[] {
  return years.map(({ year, notice, confidence, festivals }) => ({
    year,
    notice,
    confidence,
    days: festivals.flatMap(({ name, off, worked }): CalendarDay[] => {
      const festival = { zh: name, en: english[name] ?? name };
      return [
        ...off.flat().map((date): CalendarDay => ({ date, kind: 'OFF', festival })),
        ...worked.map((date): CalendarDay => ({ date, kind: 'MAKE_UP', festival })),
      ];
    }),
  }));
}

function width(layer: CalendarLayer): number {
  return Math.min(...layer.divisionPrefixes.map((prefix) => prefix.length));
}
