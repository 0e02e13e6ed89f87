import type { z } from 'zod';
import { agencyUrl, callsPerSecond } from '#connectors/kit/agency-settings.ts';

/** No webhook secret: the bureau pushes nothing, its results are read. */
export const hrBureauSettingsShape = {
  HR_BUREAU_URL: agencyUrl,
  HR_BUREAU_CALLS_PER_SECOND: callsPerSecond,
};

export type HrBureauSettings = z.output<z.ZodObject<typeof hrBureauSettingsShape>>;
