import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Viewer } from '#domain/access/viewer.ts';

/**
 * Which rows a viewer may see; every read of cases, referrals and people takes one, so that forbidden and missing look
 * the same. NOTHING is the default: a role not named here sees no row.
 */
export type RowScope =
  | { readonly kind: 'DIVISION'; readonly divisionCode: string }
  | { readonly kind: 'AGENCY'; readonly agencyCode: AgencyCode; readonly roles: readonly AgencyRole[] }
  | { readonly kind: 'PERSON'; readonly personId: string }
  | { readonly kind: 'NOTHING' };

const NOTHING: RowScope = { kind: 'NOTHING' };

export function rowScopeOf(viewer: Viewer): RowScope {
  switch (viewer.role) {
    case 'WINDOW':
    case 'SUPERVISOR':
    case 'OPERATOR':
      return { kind: 'DIVISION', divisionCode: viewer.divisionCode };
    case 'MEDIATOR':
    case 'TOWNSHIP':
    case 'AGENCY':
      return viewer.actsFor ? { kind: 'AGENCY', ...viewer.actsFor } : NOTHING;
    case 'WORKER':
      return viewer.personId ? { kind: 'PERSON', personId: viewer.personId } : NOTHING;
    case 'AUDITOR':
    case 'PARTNER':
      return NOTHING;
  }
}
