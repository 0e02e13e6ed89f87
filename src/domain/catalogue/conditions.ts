import { Environment } from '@marcbachmann/cel-js';
import type { Condition } from '#domain/catalogue/service-item.ts';
import type { Reason } from '#domain/errors.ts';
import { parseYuan } from '#domain/registry/yuan.ts';

/** What conditions may speak about. Form fields that were not answered are null. */
export interface Facts {
  readonly applicant: {
    readonly age: number;
    readonly sex: string;
    readonly isMember: boolean;
    readonly divisionCode: string;
  };
  readonly form: Readonly<Record<string, unknown>>;
  readonly channel: string;
}

// CEL: side-effect free, terminates, and the same expression means the same in every implementation. Comparing money
// as double is safe here: a condition compares with a limit, it never adds.
const environment = new Environment()
  .registerVariable('applicant', 'map')
  .registerVariable('form', 'map')
  .registerVariable('channel', 'string')
  .registerFunction('yuan(string): double', yuanOf);

/**
 * Evaluates each condition and words the answer either way. A condition that cannot be evaluated on these facts does
 * not hold, and says so; it never throws, since facts come from users.
 */
export function weigh(conditions: readonly Condition[], facts: Facts): readonly Reason[] {
  return conditions.map((condition) => {
    const holds = evaluates(condition.when, facts);
    const words = holds ? condition.because : condition.notBecause;
    return { rule: condition.rule, holds, zh: words.zh, en: words.en };
  });
}

/** The fault in a condition's expression as the catalogue's author should read it; undefined when it type-checks. */
export function conditionFault(expression: string): string | undefined {
  try {
    const result = environment.check(expression);
    if (!result.valid) return result.error?.message ?? 'does not type-check';
    return result.type === 'bool' || result.type === 'dyn' ? undefined : `gives ${result.type}, not bool`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** As a form is checked: full-width digits count. Throws on what is no amount, so that even its negation does not hold. */
function yuanOf(text: string): number {
  const amount = parseYuan(text);
  if (!amount.ok) throw new RangeError('not an amount in yuan');
  return Number(amount.value);
}

function evaluates(expression: string, facts: Facts): boolean {
  try {
    return environment.evaluate(expression, { ...facts }) === true;
  } catch {
    return false;
  }
}
