import type { Confidence } from '#domain/catalogue/clock-rule.ts';
import type { CalendarImport } from '#domain/referrals/calendar-import.ts';
import {
  buildCalendar,
  type CalendarDay,
  type CalendarLayer,
  layersFor,
  type WorkingCalendar,
} from '#domain/referrals/calendar.ts';
import type { CalendarStore } from '#domain/referrals/clock-stores.ts';
import type { CalendarRegion, CalendarYear, Prisma } from '#generated/prisma/client.ts';
import { readCalendarLayers } from '#store/calendar-layers.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { readPage } from '#store/paging.ts';
import { PREPARED } from '#store/prepared.ts';

/** The calendar this process counted with last; good for as long as its version is the one in force. */
export interface CalendarCache {
  held?: CalendarInForce;
}

interface CalendarInForce {
  readonly version: number;
  calendarOf(divisionCode: string): WorkingCalendar;
}

export function createCalendarStore(db: Connection, cache: CalendarCache): CalendarStore {
  async function inForce(): Promise<CalendarInForce> {
    // One round trip: takes the shared lock, then reads the version. The layers are read only when it is another one.
    const [row] = await db.$queryRaw<{ version: number }[]>`${PREPARED} SELECT calendar_in_force() AS version`;
    if (cache.held && cache.held.version === row?.version) return cache.held;
    const { version, layers } = await readCalendarLayers(db);
    const held = { version, calendarOf: calendarsOf(layers) };
    cache.held = held;
    return held;
  }

  return {
    async calendarOf(divisionCode) {
      return (await inForce()).calendarOf(divisionCode);
    },
    async layers() {
      return (await readCalendarLayers(db)).layers;
    },
    async lockForImport() {
      // The lock that calendar_in_force() takes together with others; see its migration.
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('onedoor.calendar', 0))`;
    },
    async history(region) {
      return db.calendarYear.findMany({
        where: { region },
        orderBy: { version: 'asc' },
        select: { id: true, year: true, digest: true, inForce: true },
      });
    },
    async putRegion({ region, name, divisionPrefixes, coveredThrough }) {
      const columns = {
        nameZh: name.zh,
        nameEn: name.en,
        divisionPrefixes: [...divisionPrefixes],
        coveredThrough: fromLocalDate(coveredThrough),
      };
      await db.calendarRegion.upsert({ where: { region }, create: { region, ...columns }, update: columns });
    },
    async insert({ days, divisionPrefixes, coveredThrough, ...entry }) {
      const { region, year } = entry;
      const latest = await db.calendarYear.aggregate({ _max: { version: true } });
      await db.calendarYear.updateMany({ where: { region, year, inForce: true }, data: { inForce: false } });
      await db.calendarYear.create({
        data: {
          ...entry,
          version: (latest._max.version ?? 0) + 1,
          days: days.map(dayColumns),
          divisionPrefixes: [...divisionPrefixes],
          coveredThrough: fromLocalDate(coveredThrough),
          inForce: true,
          // Nothing to recompute: no later writer can have counted with what was in force before.
          finishedAt: entry.openClocks === 0 ? entry.importedAt : null,
        },
      });
    },
    async find(id) {
      const row = await db.calendarYear.findUnique({ where: { id }, include: { by: true } });
      return row ? toImport(row) : undefined;
    },
    async list(page) {
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.calendarYear.findMany({
            where: cursorId ? { id: { lt: cursorId } } : {},
            take,
            orderBy,
            include: { by: true },
          }),
        (cap) => db.calendarYear.count({ take: cap }),
        toImport,
      );
    },
  };
}

/** A calendar is built once for each combination of regions that some division lies in. */
function calendarsOf(layers: readonly CalendarLayer[]): (divisionCode: string) => WorkingCalendar {
  const built = new Map<string, WorkingCalendar>();
  return (divisionCode) => {
    if (layers.length === 0) {
      throw new Error(
        '数据库里没有日历，请先执行 npm run seed / there is no calendar in the database; run npm run seed',
      );
    }
    const own = layersFor(divisionCode, layers);
    const key = own.map((layer) => layer.region).join('+');
    const known = built.get(key) ?? buildCalendar(own);
    built.set(key, known);
    return known;
  };
}

function dayColumns({ date, kind, festival }: CalendarDay): Prisma.InputJsonObject {
  return { date, kind, festival: { zh: festival.zh, en: festival.en } };
}

function toImport(row: CalendarYear & { readonly by: CalendarRegion }): CalendarImport {
  return {
    id: row.id,
    region: row.region,
    regionName: { zh: row.by.nameZh, en: row.by.nameEn },
    year: row.year,
    notice: row.notice,
    confidence: row.confidence as Confidence,
    coveredThrough: toLocalDate(row.coveredThrough),
    importedAt: row.importedAt,
    importedBy: row.importedBy,
    inForce: row.inForce,
    openClocks: row.openClocks,
    recomputed: row.recomputed,
    moved: row.moved,
    failed: row.failed,
    finishedAt: row.finishedAt ?? undefined,
  };
}
