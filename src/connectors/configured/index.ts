import { z } from 'zod';
import type { LineTuning } from '#connectors/kit/agency-line.ts';
import { agencyUrl, callsPerSecond, webhookSecrets } from '#connectors/kit/agency-settings.ts';
import { createWindowConnector } from '#connectors/kit/window-connector.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { AgencyFile } from './agency-file.ts';
import { createGraphqlConnector } from './graphql-connector.ts';
import { readAgencyFiles } from './read-agency-files.ts';

/** An agency that is a file and no code, as the register and the settings see it. */
export interface ConfiguredAgency {
  readonly code: string;
  /** `<CODE>_URL`, `<CODE>_WEBHOOK_SECRETS`, `<CODE>_TOKEN`, `<CODE>_CALLS_PER_SECOND`; empty for a window. */
  readonly settingsShape: z.ZodRawShape;
  /** Undefined while the agency's address is not set. */
  create(settings: Readonly<Record<string, unknown>>, tuning?: LineTuning): AgencyConnector | undefined;
}

/** The agencies of `<folder>/*.yaml`. Throws AgencyFileError with every fault. */
export function readConfiguredAgencies(folder: string, taken: ReadonlySet<string>): readonly ConfiguredAgency[] {
  return readAgencyFiles(folder, taken).map(configuredAgency);
}

function configuredAgency(file: AgencyFile): ConfiguredAgency {
  const { code } = file;
  if (file.channel === 'WINDOW') {
    const create = () => createWindowConnector({ code: agencyCode(code), roles: file.roles });
    return { code, settingsShape: {}, create };
  }
  const prefix = code.toUpperCase().replaceAll('-', '_');
  const settingsShape = {
    [`${prefix}_URL`]: agencyUrl,
    [`${prefix}_WEBHOOK_SECRETS`]: webhookSecrets,
    [`${prefix}_TOKEN`]: token,
    [`${prefix}_CALLS_PER_SECOND`]: callsPerSecond,
  };
  return {
    code,
    settingsShape,
    create(values, tuning) {
      // Parsed before, by this very shape; the names are made of the code, which no type can follow.
      const url = values[`${prefix}_URL`] as URL | undefined;
      if (!url) return undefined;
      const settings = {
        url,
        webhookSecrets: values[`${prefix}_WEBHOOK_SECRETS`] as readonly Uint8Array[],
        token: values[`${prefix}_TOKEN`] as string | undefined,
        callsPerSecond: values[`${prefix}_CALLS_PER_SECOND`] as number | undefined,
      };
      return createGraphqlConnector(file, settings, tuning);
    },
  };
}

const token = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'a bearer token without blanks')
  .optional();
