import type { WindowRegistration } from '#connectors/kit/registration.ts';
import { createWindowConnector } from '#connectors/kit/window-connector.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

export const township: WindowRegistration = {
  code: 'township',
  create: createTownshipConnector,
};

/** Always connected: there is nothing to connect to. Outcomes entered there: VISIT_CONFIRMED, VISIT_NOT_CONFIRMED. */
export function createTownshipConnector(): AgencyConnector {
  return createWindowConnector({ code: agencyCode('township'), roles: ['TOWNSHIP_VISIT'] });
}
