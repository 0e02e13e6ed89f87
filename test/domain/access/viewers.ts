import type { Viewer, ViewerRole } from '#domain/access/viewer.ts';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';

export function makeViewer(role: ViewerRole, differs: Partial<Viewer> = {}): Viewer {
  return { subject: `test:${role}`, role, name: role, divisionCode: '990100', ...differs };
}

export function actingFor(code: string, ...roles: AgencyRole[]): Pick<Viewer, 'actsFor'> {
  return { actsFor: { agencyCode: agencyCode(code), roles } };
}
