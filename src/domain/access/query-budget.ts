import type { ViewerRole } from '#domain/access/viewer.ts';

/**
 * Points of cost a viewer may spend in a minute. A page of a window's worklist costs about 250, a case with all its detail
 * about 60: a person at a desk who opens both every second stays below. A system of an agency asks for many cases at once.
 */
export const QUERY_BUDGETS: Readonly<Record<ViewerRole, number>> = {
  WINDOW: 60_000,
  MEDIATOR: 60_000,
  TOWNSHIP: 60_000,
  SUPERVISOR: 60_000,
  WORKER: 12_000,
  OPERATOR: 120_000,
  AUDITOR: 60_000,
  AGENCY: 120_000,
  PARTNER: 6_000,
};

/** What one operation may cost, whoever asks. */
export const MAX_OPERATION_COST = 10_000;

/** What an operation cost its viewer, and what is left. */
export interface QueryAllowance {
  readonly cost: number;
  /** Points a minute. */
  readonly limit: number;
  readonly remaining: number;
  /** When the whole budget is there again if nothing else is asked for. */
  readonly resetAt: Date;
}
