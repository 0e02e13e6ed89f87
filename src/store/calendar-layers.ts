import type { Confidence } from '#domain/catalogue/clock-rule.ts';
import type { CalendarDay, CalendarLayer, CalendarYear } from '#domain/referrals/calendar.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';

export interface StoredLayers {
  readonly version: number;
  /** Widest region first. */
  readonly layers: readonly CalendarLayer[];
}

interface LayerRow {
  readonly version: number;
  readonly region: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly division_prefixes: string[];
  readonly covered_through: Date;
  readonly year: number;
  readonly notice: string;
  readonly confidence: Confidence;
  // Written by the calendar store alone, from days that were checked.
  readonly days: readonly CalendarDay[];
}

/** Everything in force and its version, which is 0 before anything was imported. One statement, so that also outside of a transaction both are of one moment. */
export async function readCalendarLayers(db: Connection): Promise<StoredLayers> {
  const rows = await db.$queryRaw<LayerRow[]>`
    SELECT y.version, y.region, r.name_zh, r.name_en, r.division_prefixes, r.covered_through,
           y.year, y.notice, y.confidence, y.days
      FROM calendar_year y JOIN calendar_region r ON r.region = y.region
     WHERE y.in_force ORDER BY y.year`;
  const layers = [...Map.groupBy(rows, ({ region }) => region).values()].map(toLayer);
  return {
    version: Math.max(0, ...rows.map(({ version }) => version)),
    layers: layers.toSorted((a, b) => width(a) - width(b) || (a.region < b.region ? -1 : 1)),
  };
}

function toLayer(rows: readonly LayerRow[]): CalendarLayer {
  const [first] = rows;
  if (!first) throw new RangeError('a layer has a row at least');
  return {
    region: first.region,
    name: { zh: first.name_zh, en: first.name_en },
    divisionPrefixes: first.division_prefixes,
    coveredThrough: toLocalDate(first.covered_through),
    years: rows.map(({ year, notice, confidence, days, version }): CalendarYear => ({
      year,
      notice,
      confidence,
      days,
      version,
    })),
  };
}

function width(layer: CalendarLayer): number {
  return Math.min(...layer.divisionPrefixes.map((prefix) => prefix.length));
}
