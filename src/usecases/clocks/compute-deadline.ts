import { clockRulesIn } from '#domain/catalogue/clock-for.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { CONFIDENCE_LABELS } from '#domain/catalogue/confidence-label.ts';
import { refuse } from '#domain/errors.ts';
import { countByRule } from '#domain/referrals/clock.ts';
import type { DeadlineComputation } from '#domain/referrals/deadline.ts';
import { extensionRefusal } from '#domain/referrals/extend-clock.ts';
import { type LocalDate, yearOf } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ComputeDeadlineInput {
  readonly clock: string;
  readonly startedOn: LocalDate;
  /** Decides local rules and the calendar; the whole country without it. */
  readonly divisionCode?: string | undefined;
  readonly extension?: number | undefined;
}

export interface ComputedDeadline {
  readonly rule: ClockRule;
  readonly computation: DeadlineComputation;
}

// No living matter starts outside; and every year of a count has to be one that can be written.
const YEARS = { from: 1949, to: 2199 };

/** Counts any rule of the catalogue from a stated day, and stores nothing. Throws RequestRefusedError. */
export async function computeDeadline(
  deps: Pick<UsecaseDependencies, 'clockRules' | 'stores'>,
  { clock, startedOn, divisionCode, extension }: ComputeDeadlineInput,
): Promise<ComputedDeadline> {
  const rule = clockRulesIn(deps.clockRules, divisionCode).find(({ key }) => key === clock);
  if (!rule) refuse('CLOCK_UNKNOWN', ['clock']);
  const year = yearOf(startedOn);
  if (year < YEARS.from || year > YEARS.to) refuse('DATE_INVALID', ['startedOn']);
  const refusal = extension === undefined ? undefined : extensionRefusal(rule, extension);
  if (refusal) {
    const details = { extension: { refusal, limit: rule.extension?.length, unit: rule.unit } };
    refuse('EXTENSION_REFUSED', ['extension'], details);
  }
  // Every division code begins with the empty text, which only the national calendar holds for.
  const calendar = await deps.stores.calendars.calendarOf(divisionCode ?? '');
  return { rule, computation: withCaution(rule, countByRule(rule, { startedOn, extension }, calendar)) };
}

/** Whoever is told a date is told in the same breath that its rule is not sure. */
function withCaution({ confidence }: ClockRule, computation: DeadlineComputation): DeadlineComputation {
  if (confidence === 'CONFIRMED') return computation;
  const label = CONFIDENCE_LABELS[confidence];
  const caution = { zh: `本规则：${label.zh}。`, en: `About this rule: ${label.en}.` };
  const { steps, explanation } = computation;
  return {
    ...computation,
    steps: [...steps, caution],
    explanation: { zh: explanation.zh + caution.zh, en: `${explanation.en} ${caution.en}` },
  };
}
