import path from 'node:path';
import { CATALOGUE_FOLDER } from '#app/catalogue-folder.ts';
import type { App } from '#app/create-app.ts';
import { readCalendars } from '#store/catalogue/read-calendars.ts';
import { readCatalogue } from '#store/catalogue/read-catalogue.ts';
import { seedDemo, type SeedSummary } from '#store/seed/seed-demo.ts';
import { publishCalendars } from '#usecases/catalogue/publish-calendars.ts';
import { publishCatalogue } from '#usecases/catalogue/publish-catalogue.ts';

const SEED_FOLDER = path.join(import.meta.dirname, '../../prisma/seed');
const PEOPLE_FILE = path.join(import.meta.dirname, '../../sandbox/people.json');

export interface Seeded {
  readonly publishedItems: number;
  /** Years of a region that came into force. */
  readonly calendarYears: number;
  /** Present in demo mode only. */
  readonly demo?: SeedSummary;
}

/** Publishes the catalogue and its calendars; in demo mode also fills in the fictional city. Harmless to repeat. */
export async function seedDatabase(app: App, extraPeople = 0): Promise<Seeded> {
  const publishedItems = await publishCatalogue(app.dependencies, await readCatalogue(CATALOGUE_FOLDER));
  const calendars = await readCalendars(path.join(CATALOGUE_FOLDER, 'calendars'));
  const calendarYears = await publishCalendars(app.dependencies, calendars);
  if (app.dependencies.production) return { publishedItems, calendarYears };
  const demo = await seedDemo(
    { prisma: app.database.prisma, crypto: app.tools.crypto },
    { folder: SEED_FOLDER, peopleFile: PEOPLE_FILE, now: app.dependencies.clock.now(), extraPeople },
  );
  return { publishedItems, calendarYears, demo };
}
