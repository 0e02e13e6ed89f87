import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';
import { type LocalDate, yearOf } from '#domain/referrals/local-date.ts';

/**
 * Days off and make-up working days (放假调休) as one authority announced them: the State Council for the country, an
 * autonomous region on top of it. Stored as imported, beginning with catalogue/calendars.
 */
export interface CalendarLayer {
  /** ISO 3166 code: CN, CN-GX. */
  readonly region: string;
  readonly name: Bilingual;
  /** Leading digits of the divisions it holds for; the empty text holds everywhere. */
  readonly divisionPrefixes: readonly string[];
  /** The last day the announcements seen so far speak about. */
  readonly coveredThrough: LocalDate;
  readonly years: readonly CalendarYear[];
}

/** One year's announcement. Its days may lie in the December before. */
export interface CalendarYear {
  readonly year: number;
  /** Number and place of the notice, for people. */
  readonly notice: string;
  /** UNCONFIRMED days are used, but every date that rests on that year is provisional. */
  readonly confidence: Confidence;
  readonly days: readonly CalendarDay[];
  /** Order of its import among all years of all regions; absent while it lies in a file. */
  readonly version?: number | undefined;
}

export interface CalendarDay {
  readonly date: LocalDate;
  /** 放假 · 调休上班 */
  readonly kind: 'OFF' | 'MAKE_UP';
  readonly festival: Bilingual;
}

/** The day's ruling, and the authority and notice it comes from. */
export interface CalendarRuling extends CalendarDay {
  readonly region: string;
  readonly notice: string;
  readonly confidence: Confidence;
}

export interface WorkingCalendar {
  /** Widest first: CN, CN-GX. */
  readonly regions: readonly string[];
  /** What people call the schedules, in the same order. */
  readonly names: readonly Bilingual[];
  /** The earliest of the layers' limits. */
  readonly coveredThrough: LocalDate;
  /** What was announced for that day; undefined leaves it to the day of the week. */
  rulingOn(date: LocalDate): CalendarRuling | undefined;
  /** Whether every layer has a sure announcement for that day's year. */
  isKnown(date: LocalDate): boolean;
  /** The notices that a date in these years rests on. */
  noticesFor(years: readonly number[]): readonly string[];
  /** The notice imported last, which is why a date moves now; undefined for a calendar that was never imported. */
  readonly latestNotice: string | undefined;
}

/** Layers widest first; a later layer overrules an earlier one. Throws RangeError without layers or for a day ruled twice in one layer. */
export function buildCalendar(layers: readonly CalendarLayer[]): WorkingCalendar {
  const [widest] = layers;
  if (!widest) throw new RangeError('a calendar needs at least one layer');
  const rulings = new Map<LocalDate, CalendarRuling>();
  for (const layer of layers) for (const [date, ruling] of rulingsOf(layer)) rulings.set(date, ruling);
  const coveredThrough = layers.reduce(
    (earliest, layer) => (layer.coveredThrough < earliest ? layer.coveredThrough : earliest),
    widest.coveredThrough,
  );
  const knownYears = layers.map(surelyAnnouncedYears);
  return {
    regions: layers.map((layer) => layer.region),
    names: layers.map((layer) => layer.name),
    coveredThrough,
    rulingOn: (date) => rulings.get(date),
    isKnown: (date) => date <= coveredThrough && knownYears.every((years) => years.has(yearOf(date))),
    noticesFor: (years) =>
      layers.flatMap((layer) => layer.years.filter(({ year }) => years.includes(year)).map(({ notice }) => notice)),
    latestNotice: latestNotice(layers),
  };
}

/** The layers that hold in a division, in the order given. */
export function layersFor(divisionCode: string, layers: readonly CalendarLayer[]): readonly CalendarLayer[] {
  return layers.filter((layer) => layer.divisionPrefixes.some((prefix) => divisionCode.startsWith(prefix)));
}

function rulingsOf(layer: CalendarLayer): Map<LocalDate, CalendarRuling> {
  const rulings = new Map<LocalDate, CalendarRuling>();
  for (const { days, notice, confidence } of layer.years) {
    for (const day of days) {
      if (rulings.has(day.date)) throw new RangeError(`${layer.region}: two rulings on ${day.date}`);
      rulings.set(day.date, { ...day, region: layer.region, notice, confidence });
    }
  }
  return rulings;
}

function latestNotice(layers: readonly CalendarLayer[]): string | undefined {
  const imported = layers.flatMap(({ years }) => years.filter(({ version }) => version !== undefined));
  return imported.toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0))[0]?.notice;
}

function surelyAnnouncedYears(layer: CalendarLayer): ReadonlySet<number> {
  return new Set(layer.years.filter(({ confidence }) => confidence !== 'UNCONFIRMED').map(({ year }) => year));
}
