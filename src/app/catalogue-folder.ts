import path from 'node:path';

/** What is data and no code: service items, clocks, calendars, agencies by configuration. */
export const CATALOGUE_FOLDER = path.join(import.meta.dirname, '../../catalogue');
