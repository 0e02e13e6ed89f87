import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';

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
      return divisionScope(viewer.divisionCode);
    case 'MEDIATOR':
    case 'TOWNSHIP':
    case 'AGENCY':
      return viewer.actsFor ? { ...viewer.actsFor, kind: 'AGENCY' } : NOTHING;
    case 'WORKER':
      return viewer.personId ? { kind: 'PERSON', personId: viewer.personId } : NOTHING;
    case 'AUDITOR':
    case 'PARTNER':
      return NOTHING;
  }
}

/** Rows are matched by leading digits, and every code begins with the empty text: what is no division opens nothing. */
function divisionScope(text: string): RowScope {
  const division = parseDivisionCode(text);
  return division.ok ? { kind: 'DIVISION', divisionCode: division.value } : NOTHING;
}
