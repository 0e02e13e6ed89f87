import type { ShapeExcess } from '#app/limits/shape-limits.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import type { BucketLevel } from '#platform/token-buckets.ts';

/** Why an operation is not executed, before anything of it was fetched. Both languages, and no value that was sent in. */
export interface Refusal {
  readonly status: 400 | 403 | 429;
  readonly code: RefusalCode;
  readonly message: string;
  /** Beside the code: what was found, what is allowed, when to come back. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

export type RefusalCode =
  | 'QUERY_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'TRUSTED_DOCUMENT_REQUIRED'
  | 'PERSISTED_QUERY_NOT_FOUND';

const FIGURES: Readonly<Record<ShapeExcess['figure'], readonly [string, string]>> = {
  depth: ['嵌套层数', 'depth'],
  introspectionDepth: ['内省嵌套层数', 'depth of introspection'],
  fields: ['字段数', 'fields'],
  introspectionFields: ['内省字段数', 'fields of introspection'],
  spreads: ['片段数', 'fragments put in place'],
  aliases: ['别名数', 'aliases'],
  rootFields: ['入口字段数', 'root fields'],
  directives: ['同一处的指令数', 'directives at one place'],
  operations: ['操作数', 'operations'],
};

export function tooLarge({ figure, found, limit }: ShapeExcess): Refusal {
  const [zh, en] = FIGURES[figure];
  return {
    status: 400,
    code: 'QUERY_TOO_COMPLEX',
    message: `语句过于复杂：${zh} ${found}，最多 ${limit}；请拆成几次查询 / the operation is too complex: ${en} ${found}, at most ${limit}; split it up`,
    details: { figure, found, limit },
  };
}

export function tooDear(cost: number, limit: number): Refusal {
  return {
    status: 400,
    code: 'QUERY_TOO_COMPLEX',
    message: `语句过于复杂：估算代价 ${cost}，每次最多 ${limit}；请减少每页条数或字段 / the operation is too complex: cost ${cost}, at most ${limit} at once; ask for smaller pages or fewer fields`,
    details: { figure: 'cost', found: cost, limit },
  };
}

export function overBudget(allowance: QueryAllowance, waitMs: number): Refusal {
  const seconds = secondsOf(waitMs);
  return {
    status: 429,
    code: 'RATE_LIMITED',
    message: `查询太频繁，请 ${seconds} 秒后重试；这次请求没有处理 / too many queries, nothing was done; try again in ${seconds} seconds`,
    details: { ...allowance, meter: 'cost' },
    retryAfterSeconds: seconds,
  };
}

/** What is counted beside cost, since each one may touch somebody else's matter. */
export type Meter = 'lookUps' | 'openings';

const METERS: Readonly<Record<Meter, readonly [string, string]>> = {
  lookUps: ['按证件号查询', 'look-ups by identity number'],
  openings: ['提交的诉求', 'requests handed in'],
};

export function tooOften(meter: Meter, { capacity, remaining, fullAt }: BucketLevel, waitMs: number): Refusal {
  const seconds = secondsOf(waitMs);
  const [zh, en] = METERS[meter];
  return {
    status: 429,
    code: 'RATE_LIMITED',
    message: `${zh}太频繁，请 ${seconds} 秒后重试；这次请求没有处理 / too many ${en}, nothing was done; try again in ${seconds} seconds`,
    details: { meter, limit: capacity, remaining, resetAt: fullAt },
    retryAfterSeconds: seconds,
  };
}

export const TRUSTED_ONLY: Refusal = {
  status: 403,
  code: 'TRUSTED_DOCUMENT_REQUIRED',
  message:
    '您的身份只能使用预存语句；请升级前端应用 / your role may use trusted documents only; bring the application up to date',
  details: {},
};

export const UNKNOWN_DOCUMENT: Refusal = {
  status: 400,
  code: 'PERSISTED_QUERY_NOT_FOUND',
  message: '没有这条预存语句；请升级前端应用 / no such trusted document; bring the application up to date',
  details: {},
};

/** Header and words in whole seconds; none is “now”. */
function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
