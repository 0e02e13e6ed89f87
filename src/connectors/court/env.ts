import { z } from 'zod';
import { agencyUrl, callsPerSecond, webhookSecrets } from '#connectors/kit/agency-settings.ts';

export const courtSettingsShape = {
  COURT_URL: agencyUrl,
  COURT_CALLS_PER_SECOND: callsPerSecond,
  /** Of the court's webhooks, current first. */
  COURT_WEBHOOK_SECRETS: webhookSecrets,
  /** 法院代码, which the court expects in every request; it refuses matters addressed to another court. */
  COURT_CODE: z
    .string()
    .trim()
    .regex(/^\p{Script=Han}(\d{2}|\d{4})?$/u, 'a court code like 桂0103')
    .default('桂9901'),
};

export type CourtSettings = z.output<z.ZodObject<typeof courtSettingsShape>>;
