import type { GraphQLSchema } from 'graphql';
import { createExaminer, type ExaminedOperation } from '#app/limits/examine-document.ts';
import type { LimitSettings } from '#app/limits/limit-settings.ts';
import {
  type Meter,
  overBudget,
  type Refusal,
  tooDear,
  tooLarge,
  tooOften,
  TRUSTED_ONLY,
} from '#app/limits/refusals.ts';
import type { TrustedDocuments } from '#app/limits/trusted-documents.ts';
import { OPERATION_COST } from '#domain/access/field-cost.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import type { Viewer, ViewerRole } from '#domain/access/viewer.ts';
import { createTokenBuckets } from '#platform/token-buckets.ts';

export interface OperationToAdmit {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Admission = { readonly allowance: QueryAllowance } | { readonly refusal: Refusal };

/**
 * Whether a viewer may have an operation executed: its shape, its cost, what is left of the viewer's budget, and how often
 * the viewer looked people up. Takes from the budget. Nothing here waits; a text that is no GraphQL is admitted for the
 * least there is, as Apollo says what is wrong with it.
 */
export type AdmitOperation = (viewer: Viewer, operation: OperationToAdmit) => Admission;

/** Who writes queries by hand and tries them out. */
const ENGINEERS: ReadonlySet<ViewerRole> = new Set(['OPERATOR', 'AGENCY', 'PARTNER']);

export function isEngineer({ role }: Viewer): boolean {
  return ENGINEERS.has(role);
}

/** What is counted one by one, and of whom; all others are not counted. */
const METERED: readonly { readonly meter: Meter; readonly fields: readonly string[]; readonly role?: ViewerRole }[] = [
  // Whoever may ask by number could ask for number after number. A preview tells as much.
  { meter: 'lookUps', fields: ['personByResidentId', 'previewCase'] },
  { meter: 'openings', fields: ['openCase'], role: 'WORKER' },
];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function createAdmission(
  schema: GraphQLSchema,
  settings: LimitSettings,
  trusted: TrustedDocuments,
  now?: () => number,
): AdmitOperation {
  const clock = now && { now };
  const examine = createExaminer(schema, (hash) => trusted.textOf(hash) !== undefined);
  const budgets = createTokenBuckets({ periodMs: MINUTE_MS, ...clock });
  const meters = {
    lookUps: { buckets: createTokenBuckets({ periodMs: MINUTE_MS, ...clock }), limit: settings.lookUpsPerMinute },
    openings: { buckets: createTokenBuckets({ periodMs: HOUR_MS, ...clock }), limit: settings.casesPerWorkerHour },
  };

  function countOneByOne(viewer: Viewer, { rootFields }: ExaminedOperation): Refusal | undefined {
    for (const { meter, fields, role } of METERED) {
      const count = fields.reduce((total, field) => total + (rootFields.get(field) ?? 0), 0);
      if (count === 0 || (role && viewer.role !== role)) continue;
      const { buckets, limit } = meters[meter];
      const { taken, waitMs, ...level } = buckets.take(keyOf(viewer), count, limit);
      if (!taken) return tooOften(meter, level, waitMs);
    }
    return undefined;
  }

  return (viewer, { query, operationName, variables }) => {
    const document = examine(query);
    const isTrusted = trusted.textOf(document.hash) !== undefined;
    if (trusted.mode === 'only' && !isTrusted && !isEngineer(viewer)) return { refusal: TRUSTED_ONLY };
    if (document.excess) return { refusal: tooLarge(document.excess) };

    const operation = document.operation(operationName);
    const cost = operation?.cost(variables) ?? OPERATION_COST;
    if (cost > settings.maxOperationCost && !isTrusted) return { refusal: tooDear(cost, settings.maxOperationCost) };
    const taking = budgets.take(keyOf(viewer), cost, settings.budgets[viewer.role]);
    const allowance = { cost, limit: taking.capacity, remaining: taking.remaining, resetAt: taking.fullAt };
    if (!taking.taken) return { refusal: overBudget(allowance, taking.waitMs) };
    const refusal = operation && countOneByOne(viewer, operation);
    return refusal ? { refusal } : { allowance };
  };
}

/** Two issuers may give the same subject; with the role and the agency beside it, they hardly share a budget. */
function keyOf({ subject, role, actsFor }: Viewer): string {
  return `${role} ${actsFor?.agencyCode ?? ''} ${subject}`;
}
