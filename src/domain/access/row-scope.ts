import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';

/**
 * Which rows a viewer may see; every read of cases, referrals and people takes one, so that forbidden and missing look
 * the same. NOTHING is the default: a role not named here sees no row.
 */
export type RowScope =
  | {
      readonly kind: 'DIVISION';
      readonly divisionCode: string;
      readonly subject: string;
      /** 保密事项: those the viewer has accepted, or all of them. */
      readonly confidential: 'OWN' | 'ALL';
    }
  | { readonly kind: 'AGENCY'; readonly agencyCode: AgencyCode; readonly roles: readonly AgencyRole[] }
  | { readonly kind: 'PERSON'; readonly personId: string }
  | { readonly kind: 'NOTHING' };

const NOTHING: RowScope = { kind: 'NOTHING' };

export function rowScopeOf(viewer: Viewer): RowScope {
  switch (viewer.role) {
    case 'WINDOW':
    case 'OPERATOR':
      return divisionScope(viewer, 'OWN');
    case 'SUPERVISOR':
      return divisionScope(viewer, 'ALL');
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
function divisionScope({ divisionCode, subject }: Viewer, confidential: 'OWN' | 'ALL'): RowScope {
  const division = parseDivisionCode(divisionCode);
  return division.ok ? { kind: 'DIVISION', divisionCode: division.value, subject, confidential } : NOTHING;
}
