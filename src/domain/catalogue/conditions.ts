import { Environment } from '@marcbachmann/cel-js';
import type { Facts } from '#domain/catalogue/facts.ts';
import { addYears, daysBetween, localDate } from '#domain/referrals/local-date.ts';
import { parseYuan } from '#domain/registry/yuan.ts';

// CEL: side-effect free, terminates, and the same expression means the same in every implementation. Comparing money
// as double is safe here: a condition compares with a limit, it never adds.
const environment = new Environment()
  .registerVariable('applicant', 'map')
  .registerVariable('form', 'map')
  .registerVariable('channel', 'string')
  .registerVariable('today', 'string')
  .registerVariable('held', 'map')
  .registerVariable('assessment', 'map')
  .registerFunction('yuan(string): double', yuanOf)
  .registerFunction('daysBetween(string, string): int', (from: string, to: string) =>
    BigInt(daysBetween(localDate(from), localDate(to))),
  )
  .registerFunction('addYears(string, int): string', (day: string, years: bigint) =>
    addYears(localDate(day), Number(years)),
  );

/**
 * Whether an expression holds. One that cannot be evaluated on these facts does not; it never throws, since facts come
 * from users.
 */
export function holds(expression: string, facts: Facts): boolean {
  try {
    return parsed(expression)({ ...facts }) === true;
  } catch {
    return false;
  }
}

/** The fault in an expression as the catalogue's author should read it; undefined when it type-checks. */
export function conditionFault(expression: string): string | undefined {
  try {
    const result = environment.check(expression);
    if (!result.valid) return result.error?.message ?? 'does not type-check';
    return result.type === 'bool' || result.type === 'dyn' ? undefined : `gives ${result.type}, not bool`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Evaluate = (facts: Record<string, unknown>) => unknown;

// A rehearsal asks the same few expressions of a hundred thousand cases; parsing is nine tenths of asking.
const evaluators = new Map<string, Evaluate>();

function parsed(expression: string): Evaluate {
  const known = evaluators.get(expression);
  if (known) return known;
  const evaluate = environment.parse(expression);
  evaluators.set(expression, evaluate);
  return evaluate;
}

/**
 * As a form is checked: full-width digits count. Throws on what is no amount, as the functions of days do on what is no
 * full date, so that even the negation does not hold.
 */
function yuanOf(text: string): number {
  const amount = parseYuan(text);
  if (!amount.ok) throw new RangeError('not an amount in yuan');
  return Number(amount.value);
}
