import path from 'node:path';
import { z } from 'zod';
import { readAgencies } from '#connectors/index.ts';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';

export const AGENCY_FILES = path.join(import.meta.dirname, '../../../catalogue/agencies');

/** An agency by configuration, connected as the settings say. */
export function connectConfigured(
  code: string,
  settings: Readonly<Record<string, string>>,
  tuning?: LineTuning,
  folder = AGENCY_FILES,
): AgencyConnector {
  const agency = readAgencies(folder).find((each) => each.code === code);
  const connector = agency?.create(z.object(agency.settingsShape).parse(settings), tuning);
  if (!connector) throw new Error(`${code} is not connected`);
  return connector;
}
