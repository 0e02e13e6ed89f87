import type { z } from 'zod';
import { agencyUrl, callsPerSecond, webhookSecrets } from '#connectors/kit/agency-settings.ts';

export const legalAidSettingsShape = {
  LEGAL_AID_URL: agencyUrl,
  LEGAL_AID_CALLS_PER_SECOND: callsPerSecond,
  /** Of the centre's webhooks, current first. */
  LEGAL_AID_WEBHOOK_SECRETS: webhookSecrets,
};

export type LegalAidSettings = z.output<z.ZodObject<typeof legalAidSettingsShape>>;
