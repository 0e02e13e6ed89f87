import { holds } from '#domain/catalogue/conditions.ts';
import {
  type Facts,
  HELD_SUBJECT_NAMES,
  type HeldSource,
  type HeldSubject,
  heldSubjectsIn,
} from '#domain/catalogue/facts.ts';
import type { Condition } from '#domain/catalogue/service-item.ts';
import type { Reason } from '#domain/errors.ts';

/**
 * Evaluates a condition and words the answer either way. One that does not hold and rests on a source that could not
 * be asked, or whose answer is old, is undecided: ineligibility is never decided on stale data.
 */
export function weigh(condition: Condition, facts: Facts, evidence: Evidence): Reason {
  const { rule, when } = condition;
  if (holds(when, facts)) return { rule, holds: true, ...condition.because };
  const subjects = [...heldSubjectsIn(when), ...(ASSESSED.test(when) ? evidence.assessedFrom : [])];
  const unsure = evidence.sources.filter(({ subject, status }) => subjects.includes(subject) && !isSure(status));
  if (unsure.length === 0) return { rule, holds: false, ...condition.notBecause };
  const names = unsure.map(({ subject }) => HELD_SUBJECT_NAMES[subject]);
  return {
    rule,
    holds: false,
    undecided: true,
    zh: `${names.map(({ zh }) => zh).join('、')}数据不是最新，不能据此认定，由人工核实。按现有数据：${condition.notBecause.zh}`,
    en: `The data on ${names.map(({ en }) => en).join(', ')} is not fresh and decides nothing: a person checks. As far as it goes: ${condition.notBecause.en}`,
  };
}

/** What the facts rest on. */
export interface Evidence {
  readonly sources: readonly HeldSource[];
  /** Subjects that the item's assessment was made from. */
  readonly assessedFrom: readonly HeldSubject[];
}

const ASSESSED = /\bassessment\./;

/** Whether a reason stands in the way: what is undecided does not. */
export function isAgainst(reason: Reason): boolean {
  return !reason.holds && !reason.undecided;
}

function isSure(status: HeldSource['status']): boolean {
  return status === 'FRESH' || status === 'NOT_FOUND';
}
