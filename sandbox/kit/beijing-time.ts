/** Agencies write local time without a zone; China has had one zone and no summer time since 1992. */
const OFFSET_MS = 8 * 3600 * 1000;

/** 2026-11-21 16:05:31 */
export function beijingTime(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** 20261121160531 */
export function compactBeijingTime(instant: Date): string {
  return beijingTime(instant).replaceAll(/\D/g, '');
}

/** 2026-11-21T16:05:31+08:00 */
export function beijingInstant(instant: Date): string {
  return `${beijingTime(instant).replace(' ', 'T')}+08:00`;
}

export function beijingYear(instant: Date): number {
  return Number(beijingTime(instant).slice(0, 4));
}
