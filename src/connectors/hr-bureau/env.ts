import type { z } from 'zod';
import { agencyUrl } from '#connectors/kit/agency-settings.ts';

/** No webhook secret: the bureau pushes nothing, its results are read. */
export const hrBureauSettingsShape = {
  HR_BUREAU_URL: agencyUrl,
};

export type HrBureauSettings = z.output<z.ZodObject<typeof hrBureauSettingsShape>>;
