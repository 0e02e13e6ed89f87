import type { Viewer } from '#domain/access/viewer.ts';

/**
 * Who may see what another agency holds on a person. Decided before anything is asked of the agency.
 * The union's window and supervisor, and the worker about themselves; an agency is not shown another agency's records.
 */
export function maySeeSource(viewer: Viewer, personId: string): boolean {
  if (viewer.role === 'WORKER') return viewer.personId === personId;
  return viewer.role === 'WINDOW' || viewer.role === 'SUPERVISOR';
}
