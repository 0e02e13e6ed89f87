import type { Viewer } from '#domain/access/viewer.ts';

/** Why two entries were taken for one person, or not, is for those who decide it and those who meet the person. */
export function mayReadLinks({ role }: Viewer): boolean {
  return role === 'WINDOW' || role === 'SUPERVISOR';
}
