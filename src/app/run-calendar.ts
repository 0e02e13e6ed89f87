import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from '#app/create-app.ts';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import type { Env } from '#app/read-env.ts';
import { type CalendarLayer, type CalendarYear, layersFor } from '#domain/referrals/calendar.ts';
import { USER_ERRORS } from '#domain/user-errors.ts';
import type { Logger } from '#platform/logger.ts';
import { CalendarFileError, parseAnnouncement } from '#store/catalogue/read-calendars.ts';
import { AnnouncementRefusedError, importAnnouncement } from '#usecases/catalogue/import-calendar.ts';

const USAGE = `用法 / usage:
  npm run calendar -- import FILE
  npm run calendar -- show [--division CODE] [--year N]`;

/** Runs one command on the installation's database and answers what to print. Throws with the mend. */
export async function runCalendar(env: Env, log: Logger, args: readonly string[]): Promise<string> {
  const command = readCommand(args);
  const server = await openDatabaseServer(env, log);
  const app = await openApp(env, server.url, log);
  try {
    return await command(app);
  } finally {
    await app.close();
    await server.stop();
  }
}

export function readCommand(args: readonly string[]): (app: App) => Promise<string> {
  const [command, ...rest] = args;
  if (command === 'import' && rest.length === 1 && rest[0]) {
    const [file] = rest;
    return (app) => importFile(app, file);
  }
  if (command === 'show') {
    const { division = '', year } = readOptions(rest);
    if (/^\d{0,12}$/.test(division) && /^(\d{4})?$/.test(year ?? ''))
      return (app) => show(app, division, year === undefined ? undefined : Number(year));
  }
  throw new Error(USAGE);
}

function readOptions(args: readonly string[]): { readonly division?: string; readonly year?: string } {
  try {
    return parseArgs({ args: [...args], options: { division: { type: 'string' }, year: { type: 'string' } } }).values;
  } catch {
    throw new Error(USAGE);
  }
}

async function importFile(app: App, file: string): Promise<string> {
  const { announcement, divisionPrefixes, faultAt } = parseAnnouncement(
    await readFile(file, 'utf8'),
    path.basename(file),
  );
  const stored = (await app.dependencies.stores.calendars.layers()).find(
    ({ region }) => region === announcement.region,
  );
  if (stored && divisionPrefixes && divisionPrefixes.join() !== stored.divisionPrefixes.join()) {
    const message = `适用区划随版本发布，不能在此更改 / whom a region is for comes with a release`;
    throw new CalendarFileError([faultAt(['divisionPrefixes'], message)]);
  }
  const taken = await importAnnouncement(app.dependencies, announcement, 'command-line').catch((error: unknown) => {
    if (!(error instanceof AnnouncementRefusedError)) throw error;
    throw new CalendarFileError(
      error.faults.map(({ code, at }) => faultAt(at, `${USER_ERRORS[code].zh} / ${USER_ERRORS[code].en}`)),
    );
  });
  const lines = taken.map(({ year, changed, openClocks }) =>
    changed
      ? `${announcement.region} ${year}：已生效，${openClocks} 个未结束的时限将由 worker 重算 / in force; the worker recomputes ${openClocks} open clocks`
      : `${announcement.region} ${year}：没有变化 / unchanged`,
  );
  return lines.join('\n');
}

async function show(app: App, division: string, year: number | undefined): Promise<string> {
  const layers = layersFor(division, await app.dependencies.stores.calendars.layers());
  return layers.map((layer) => describeLayer(layer, year)).join('\n\n');
}

function describeLayer({ region, name, coveredThrough, years }: CalendarLayer, wanted: number | undefined): string {
  const shown = years.filter(({ year }) => wanted === undefined || year === wanted);
  const heading = `${region} ${name.zh} / ${name.en}，截至 / covered through ${coveredThrough}`;
  const unknown = `${wanted}：尚无放假安排，所得日期为暂定 / not announced; dates are provisional`;
  return [heading, ...(shown.length > 0 ? shown.map(describeYear) : [`  ${unknown}`])].join('\n');
}

function describeYear({ year, notice, confidence, days }: CalendarYear): string {
  const of = (kind: 'OFF' | 'MAKE_UP'): string =>
    days
      .filter((day) => day.kind === kind)
      .map(({ date }) => date)
      .join(' ') || '—';
  return `  ${year} ${notice} (${confidence})\n    放假 / off: ${of('OFF')}\n    调休上班 / made up: ${of('MAKE_UP')}`;
}
