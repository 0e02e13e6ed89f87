import type { WindowRegistration } from '#connectors/kit/registration.ts';
import { createWindowConnector } from '#connectors/kit/window-connector.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

export const union: WindowRegistration = {
  code: 'union',
  create: createUnionConnector,
};

/** Always connected: there is nothing to connect to. Outcomes entered there: AGREED, FAILED; APPROVED, REJECTED. */
export function createUnionConnector(): AgencyConnector {
  return createWindowConnector({
    code: agencyCode('union'),
    roles: ['UNION_WINDOW', 'UNION_MEDIATION', 'UNION_AID', 'UNION_MEMBERSHIP', 'UNION_MUTUAL_AID', 'UNION_SERVICE'],
  });
}
