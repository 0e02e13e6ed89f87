import type { z } from 'zod';
import { agencyUrl, callsPerSecond, webhookSecrets } from '#connectors/kit/agency-settings.ts';

export const civilAffairsSettingsShape = {
  CIVIL_AFFAIRS_URL: agencyUrl,
  CIVIL_AFFAIRS_CALLS_PER_SECOND: callsPerSecond,
  /** Of the bureau's webhooks, current first. */
  CIVIL_AFFAIRS_WEBHOOK_SECRETS: webhookSecrets,
};

export type CivilAffairsSettings = z.output<z.ZodObject<typeof civilAffairsSettingsShape>>;
