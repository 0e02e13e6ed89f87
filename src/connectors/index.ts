import type { z } from 'zod';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { civilAffairs } from './civil-affairs/index.ts';
import { court } from './court/index.ts';
import { hrBureau } from './hr-bureau/index.ts';
import type { MergedShape } from './kit/registration.ts';
import { township } from './township/index.ts';
import { union } from './union/index.ts';

/** Everyone this gateway can talk to: one import and one line per agency. */
export const connectorRegister = [court, hrBureau, civilAffairs, township, union] as const;

type ConnectorSettingsShape = MergedShape<NonNullable<(typeof connectorRegister)[number]['settingsShape']>>;

/** The settings of all agencies, to be parsed together with the platform's. */
// Object.assign cannot type a list; the register itself says what comes out.
export const connectorSettingsShape: ConnectorSettingsShape = Object.assign(
  {},
  ...connectorRegister.map((agency) => agency.settingsShape),
) as ConnectorSettingsShape;

export type ConnectorSettings = z.output<z.ZodObject<ConnectorSettingsShape>>;

/** The connected agencies. Opens no connection yet, so an agency that is down does not hold up the start. */
export function createConnectors(settings: ConnectorSettings): ReadonlyMap<AgencyCode, AgencyConnector> {
  const connectors = connectorRegister
    .map((agency) => agency.create(settings))
    .filter((connector) => connector !== undefined);
  return new Map(connectors.map((connector) => [connector.code, connector]));
}
