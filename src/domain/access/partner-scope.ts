import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';

/** Whose endpoints and events a viewer may see: an agency's engineers their own, the operator all. NOTHING is the default. */
export type PartnerScope =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'AGENCY'; readonly agencyCode: AgencyCode; readonly roles: readonly AgencyRole[] }
  | { readonly kind: 'NOTHING' };

export function partnerScopeOf({ role, actsFor }: Viewer): PartnerScope {
  if (role === 'OPERATOR') return { kind: 'ALL' };
  if (role === 'AGENCY' && actsFor) return { ...actsFor, kind: 'AGENCY' };
  return { kind: 'NOTHING' };
}
