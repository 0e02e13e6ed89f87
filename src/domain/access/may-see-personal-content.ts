import type { Viewer } from '#domain/access/viewer.ts';
import type { Case } from '#domain/cases/case.ts';

/** A supervisor sees that a confidential matter is there and how it goes, and not whose it is or what was said. */
export function maySeePersonalContent(viewer: Viewer, { confidential }: Pick<Case, 'confidential'>): boolean {
  return !(confidential && viewer.role === 'SUPERVISOR');
}
