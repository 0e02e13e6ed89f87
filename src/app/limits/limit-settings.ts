import { z } from 'zod';
import { MAX_OPERATION_COST, QUERY_BUDGETS } from '#domain/access/query-budget.ts';
import { VIEWER_ROLES, type ViewerRole } from '#domain/access/viewer.ts';

const PAIR = /^([A-Z]+)=(\d{1,10})$/;
/** Figures go out as a GraphQL Int. */
const MOST = 2_000_000_000;
const ROLES: readonly string[] = VIEWER_ROLES;

const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const isBudget = (pair: string): boolean => {
  const [, role = '', points = ''] = PAIR.exec(pair) ?? [];
  return ROLES.includes(role) && Number(points) > 0 && Number(points) <= MOST;
};

/** Settings of what callers may cost; merged with the others by `read-env.ts`. */
export const limitSettingsShape = {
  ONEDOOR_QUERY_BUDGETS: z
    .string()
    .default('')
    .transform(partsOf)
    .refine(
      (pairs) => pairs.every(isBudget),
      `must be points a minute by role such as WINDOW=60000,WORKER=12000; roles: ${VIEWER_ROLES.join(', ')}`,
    )
    .transform(withBudgets),
  ONEDOOR_MAX_OPERATION_COST: z.coerce.number().int().min(100).default(MAX_OPERATION_COST),
  ONEDOOR_LOOK_UPS_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  ONEDOOR_CASES_PER_WORKER_HOUR: z.coerce.number().int().min(1).default(20),
  ONEDOOR_FAILED_SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  ONEDOOR_TRUSTED_DOCUMENTS: z.enum(['only', 'also', 'off']).default('also'),
  ONEDOOR_TRUSTED_DOCUMENTS_DIR: z.string().min(1).optional(),
  ONEDOOR_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform(partsOf)
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'must be origins such as https://console.example.org, comma separated, without a path',
    ),
  ONEDOOR_HSTS_DAYS: z.coerce.number().int().min(0).max(730).default(0),
};

/** What callers may cost, and how often they may do what others could be harmed by. */
export interface LimitSettings {
  /** Points of cost a minute, per viewer and process. */
  readonly budgets: Readonly<Record<ViewerRole, number>>;
  readonly maxOperationCost: number;
  /** People looked up by their identity number, per viewer. */
  readonly lookUpsPerMinute: number;
  /** Cases opened by a worker in their own name; what is sent again over a bad line counts again. */
  readonly casesPerWorkerHour: number;
  /** Tokens that were not valid, per address. */
  readonly failedSignInsPerMinute: number;
}

export const LIMIT_DEFAULTS: LimitSettings = limitSettings(z.object(limitSettingsShape).parse({}));

export function limitSettings(env: z.infer<z.ZodObject<typeof limitSettingsShape>>): LimitSettings {
  return {
    budgets: env.ONEDOOR_QUERY_BUDGETS,
    maxOperationCost: env.ONEDOOR_MAX_OPERATION_COST,
    lookUpsPerMinute: env.ONEDOOR_LOOK_UPS_PER_MINUTE,
    casesPerWorkerHour: env.ONEDOOR_CASES_PER_WORKER_HOUR,
    failedSignInsPerMinute: env.ONEDOOR_FAILED_SIGN_INS_PER_MINUTE,
  };
}

function withBudgets(pairs: readonly string[]): Readonly<Record<ViewerRole, number>> {
  const given = pairs.map((pair) => pair.split('=')).map(([role, points]) => [role, Number(points)]);
  return { ...QUERY_BUDGETS, ...Object.fromEntries(given) };
}
