import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItemStep } from '#domain/catalogue/service-item.ts';

type Rules = Readonly<Record<string, ClockRule>>;
type ClockedStep = Pick<ServiceItemStep, 'key' | 'clocks' | 'outcomes'>;

interface ClockFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with the clocks a step names: one by one, then whether together they watch it from end to end. */
export function stepClockFaults(
  rules: Rules,
  step: ClockedStep,
  path: readonly (string | number)[],
): readonly ClockFault[] {
  const faults = step.clocks.flatMap((key, index) => {
    const message = stepClockProblem(rules[key], step, key);
    return message === undefined ? [] : [{ path: [...path, index], message }];
  });
  // A clock that cannot be read may be the very one that is missed.
  return faults.length > 0 ? faults : unwatched(rules, step).map((message) => ({ path, message }));
}

function stepClockProblem(rule: ClockRule | undefined, step: ClockedStep, key: string): string | undefined {
  if (!rule) return `no clock ${key}`;
  if (rule.start === 'AWAITING_RATING') return `${key} is a clock of the case and never starts in a step`;
  if (rule.start === 'STATED') return `${key} starts on a day that somebody states and never runs in a step`;
  const { consequence } = rule;
  if (consequence.kind !== 'OUTCOME' || Object.hasOwn(step.outcomes, consequence.outcome)) return undefined;
  return `${key} ends the step with ${consequence.outcome}, which is no outcome of ${step.key}`;
}

/** What lies between one milestone of a referral and the next. */
const PHASES = ['DRAFTED', 'RECEIVED', 'ACCEPTED', 'STARTED'] as const;

/** Every phase needs a clock that runs in it, for a matter nobody watches is lost. One that only informs watches nobody. */
function unwatched(rules: Rules, { key: step, clocks }: ClockedStep): readonly string[] {
  const watched = new Set<string>(
    clocks.flatMap((key) => {
      const rule = rules[key];
      return rule && rule.consequence.kind !== 'INFORM' ? phasesOf(rule) : [];
    }),
  );
  return PHASES.filter((phase) => !watched.has(phase)).map(
    (phase) => `no clock of the step ${step} runs after ${phase}`,
  );
}

function phasesOf({ start, stops }: ClockRule): readonly string[] {
  const from = PHASES.findIndex((phase) => phase === start);
  if (from < 0) return [];
  const after = PHASES.slice(from);
  const end = after.findIndex((phase, index) => index > 0 && stops.some((stop) => stop === phase));
  return end < 0 ? after : after.slice(0, end);
}

export function caseClockFaults(rules: Rules, caseClocks: readonly string[]): readonly ClockFault[] {
  const faults = caseClocks.flatMap((key, index) => {
    const rule = rules[key];
    const path = ['caseClocks', index];
    if (!rule) return [{ path, message: `no clock ${key}` }];
    if (rule.start === 'AWAITING_RATING' && rule.consequence.kind !== 'OUTCOME') return [];
    return [{ path, message: `${key} is a clock of a step and never starts for the case` }];
  });
  if (faults.length > 0 || caseClocks.some((key) => rules[key]?.consequence.kind === 'LAPSE_RATING')) return faults;
  return [{ path: ['caseClocks'], message: 'no clock of the case ends the wait for its rating (LAPSE_RATING)' }];
}
