import { z } from 'zod';

/** Settings every role reads (docs: .env.example). Each connector adds its own shape; `app/read-env.ts` merges them. */
export const platformSettings = {
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional(),
  ONEDOOR_DATA_DIR: z.string().min(1).default('.onedoor'),
  ONEDOOR_MODE: z.enum(['demo', 'production']).default('production'),
  ONEDOOR_SECRET_FILE: z.string().min(1).optional(),
  ONEDOOR_LEDGER_ANCHOR_FILE: z.string().min(1).optional(),
  ONEDOOR_AGENCY_CALL_MS: z.coerce.number().int().min(100).max(60_000).default(2_000),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  ONEDOOR_ATTEMPT_BUDGET: z.coerce.number().int().min(1).max(1_000).default(8),
  ONEDOOR_ATTEMPT_DAYS: z.coerce.number().min(1).max(365).default(7),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

/** One fault in the settings: which variable, what is wrong, what to do. */
export interface SettingFault {
  readonly variable: string;
  readonly problem: string;
}

/** Thrown with every fault at once; the entry point prints them and exits 78 (EX_CONFIG). */
export class BadSettingsError extends Error {
  override readonly name = 'BadSettingsError';
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    super(`bad settings: ${faults.map((fault) => `${fault.variable} ${fault.problem}`).join('; ')}`);
    this.faults = faults;
  }
}

/** Parses once; an empty variable counts as unset, as in every shell. Throws BadSettingsError. */
export function parseSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = z.object(shape).safeParse(present);
  if (result.success) return result.data;
  throw new BadSettingsError(
    result.error.issues.map((issue) => ({ variable: issue.path.join('.'), problem: issue.message })),
  );
}
