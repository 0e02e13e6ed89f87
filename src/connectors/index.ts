import type { z } from 'zod';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { bank } from './bank/index.ts';
import { civilAffairs } from './civil-affairs/index.ts';
import { type ConfiguredAgency, readConfiguredAgencies } from './configured/index.ts';
import { court } from './court/index.ts';
import { hrBureau } from './hr-bureau/index.ts';
import type { MergedShape } from './kit/registration.ts';
import { legalAid } from './legal-aid/index.ts';
import { medicalInsurance } from './medical-insurance/index.ts';
import { township } from './township/index.ts';
import { union } from './union/index.ts';

/** Agencies with a folder of their own: one import and one line per agency. */
export const connectorRegister = [
  court,
  hrBureau,
  civilAffairs,
  medicalInsurance,
  legalAid,
  bank,
  township,
  union,
] as const;

type ConnectorSettingsShape = MergedShape<NonNullable<(typeof connectorRegister)[number]['settingsShape']>>;

/** Agencies that are a file and no code (`catalogue/agencies`). Throws AgencyFileError with every fault. */
export function readAgencies(folder: string): readonly ConfiguredAgency[] {
  return readConfiguredAgencies(folder, new Set(connectorRegister.map(({ code }) => code)));
}

/** The settings of the agencies with a folder, to be parsed together with the platform's. */
// Object.assign cannot type a list; the register itself says what comes out.
export const connectorSettingsShape: ConnectorSettingsShape = Object.assign(
  {},
  ...connectorRegister.map((agency) => agency.settingsShape),
) as ConnectorSettingsShape;

export { AgencyFileError } from './configured/read-agency-files.ts';

export type ConnectorSettings = z.output<z.ZodObject<ConnectorSettingsShape>>;

/** Agencies by file alone, and what the environment says about them. */
export interface ConfiguredAgencies {
  readonly agencies: readonly ConfiguredAgency[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The connected agencies. Opens no connection yet, so an agency that is down does not hold up the start. */
export function createConnectors(
  settings: ConnectorSettings,
  configured: ConfiguredAgencies,
): ReadonlyMap<AgencyCode, AgencyConnector> {
  const connectors = [
    ...connectorRegister.map((agency) => agency.create(settings)),
    ...configured.agencies.map((agency) => agency.create(configured.settings)),
  ].filter((connector) => connector !== undefined);
  return new Map(connectors.map((connector) => [connector.code, connector]));
}
