import type { z } from 'zod';
import { agencyUrl, callsPerSecond } from '#connectors/kit/agency-settings.ts';

/** No webhook secret: the bank pushes nothing, what becomes of a payment comes in its return file (回盘文件). */
export const bankSettingsShape = {
  BANK_URL: agencyUrl,
  BANK_CALLS_PER_SECOND: callsPerSecond,
};

export type BankSettings = z.output<z.ZodObject<typeof bankSettingsShape>>;
