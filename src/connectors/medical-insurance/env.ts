import { z } from 'zod';
import { agencyUrl, callsPerSecond, webhookSecrets } from '#connectors/kit/agency-settings.ts';

export const medicalInsuranceSettingsShape = {
  MEDICAL_INSURANCE_URL: agencyUrl,
  MEDICAL_INSURANCE_CALLS_PER_SECOND: callsPerSecond,
  /** Of the bureau's webhooks, current first. */
  MEDICAL_INSURANCE_WEBHOOK_SECRETS: webhookSecrets,
  /** 就医地医保区划, six digits; the medical insurance has areas of its own that GB/T 2260 does not know. */
  MEDICAL_INSURANCE_AREA: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'six digits like 990100')
    .default('990100'),
};

export type MedicalInsuranceSettings = z.output<z.ZodObject<typeof medicalInsuranceSettingsShape>>;
