import type { LocalDate } from '#domain/referrals/local-date.ts';

/**
 * What a draft would do to a case. Clocks are counted by clock, everything else by case.
 *
 * ADDED: refused then, eligible now. REMOVED: accepted then, not eligible now. UNDECIDED: what was known then is not
 * enough; a person would check. REROUTED: a step had an office that the draft does not send it to. STEP_ADDED,
 * STEP_OMITTED: a step more, a step less. NO_OFFICE: a step that nobody could take. CLOCK_MISSED, CLOCK_MET: kept then
 * and too late now, and the reverse. CLOCK_UNDECIDED: it ran out before the draft's day, or would start otherwise, so
 * that nobody knows. NOT_COMPARABLE: the facts of the decision were not kept, or cannot be opened.
 */
export const REHEARSAL_FINDINGS = [
  'ADDED',
  'REMOVED',
  'UNDECIDED',
  'REROUTED',
  'STEP_ADDED',
  'STEP_OMITTED',
  'NO_OFFICE',
  'CLOCK_MISSED',
  'CLOCK_MET',
  'CLOCK_UNDECIDED',
  'NOT_COMPARABLE',
] as const;
export type RehearsalFinding = (typeof REHEARSAL_FINDINGS)[number];

/** CASES and REFUSED_INTAKES: how many were read. UNCHANGED: those among them that nothing was found on. */
export type RehearsalFigure = RehearsalFinding | 'CASES' | 'REFUSED_INTAKES' | 'UNCHANGED';

/** A figure that is zero is absent. */
export type RehearsalCounts = Partial<Record<RehearsalFigure, number>>;

/**
 * Partial or whole sums of a run. Their size depends on how many divisions and days there are, never on how many cases.
 * Added to in place, since a new object for each of a hundred thousand cases would be most of the work.
 */
export interface RehearsalSums {
  readonly totals: RehearsalCounts;
  /** By the county of the applicant: the first six digits. */
  readonly divisions: Record<string, RehearsalCounts>;
  /** By the day of opening or refusal. */
  readonly days: Record<string, RehearsalCounts>;
  /** Ids of the first cases each finding was made on. */
  readonly samples: Partial<Record<RehearsalFinding, string[]>>;
}

const SAMPLES_PER_FINDING = 50;

export function noSums(): RehearsalSums {
  return { totals: {}, divisions: {}, days: {}, samples: {} };
}

export interface Rehearsed {
  readonly divisionCode: string;
  readonly day: LocalDate;
  /** Absent for an intake that never became a case. */
  readonly caseId?: string | undefined;
}

export function addFindings(
  sums: RehearsalSums,
  { divisionCode, day, caseId }: Rehearsed,
  findings: readonly RehearsalFinding[],
): void {
  const figures: RehearsalFigure[] = [caseId ? 'CASES' : 'REFUSED_INTAKES', ...findings];
  if (findings.length === 0) figures.push('UNCHANGED');
  const county = divisionCode.slice(0, 6);
  const division = (sums.divisions[county] ??= {});
  const ofDay = (sums.days[day] ??= {});
  for (const figure of figures) {
    for (const counts of [sums.totals, division, ofDay]) counts[figure] = (counts[figure] ?? 0) + 1;
  }
  if (!caseId) return;
  for (const finding of findings) {
    const samples = (sums.samples[finding] ??= []);
    if (samples.length < SAMPLES_PER_FINDING && samples.at(-1) !== caseId) samples.push(caseId);
  }
}
