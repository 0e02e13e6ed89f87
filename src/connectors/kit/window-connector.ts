import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

export interface WindowSettings {
  readonly code: AgencyCode;
  readonly roles: readonly AgencyRole[];
}

/**
 * An agency without a system (人工窗口): its people work in Onedoor itself. The referral already lies in their worklist
 * when this is called, so delivery cannot fail, cannot happen twice, and is never a receipt: that, like every other
 * answer, is entered by a person.
 */
export function createWindowConnector({ code, roles }: WindowSettings): AgencyConnector {
  return {
    code,
    roles,
    channel: 'WINDOW',
    effectKey: 'HONOURED',
    lookUps: {},
    send: async () => ({ kind: 'DELIVERED' }),
    close: async () => {},
  };
}
