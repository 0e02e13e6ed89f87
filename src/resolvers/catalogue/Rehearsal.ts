import { REHEARSAL_FINDINGS } from '#domain/catalogue/rehearsal-sums.ts';
import type { RehearsalCountsResolvers, RehearsalResolvers, RehearsalSampleResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';
import type { RehearsalSampleRecord } from './rehearsal-sample.ts';

export const Rehearsal: RehearsalResolvers = {
  id: ({ id }) => globalId('Rehearsal', id),
  versionId: ({ versionId }) => globalId('ServiceItemVersion', versionId),
  progress: ({ done, total }) => ({ done, total }),
  totals: ({ sums }) => sums.totals,
  divisions: ({ sums }) => inOrder(sums.divisions).map(([divisionCode, counts]) => ({ divisionCode, counts })),
  days: ({ sums }) => inOrder(sums.days).map(([day, counts]) => ({ day, counts })),
  samples: ({ sums }) =>
    REHEARSAL_FINDINGS.flatMap((finding): readonly RehearsalSampleRecord[] => {
      const caseIds = sums.samples[finding];
      return caseIds ? [{ finding, caseIds }] : [];
    }),
};

export const RehearsalSample: RehearsalSampleResolvers = {
  cases: ({ caseIds }, _args, { loaders }) =>
    Promise.all(caseIds.map(async (id) => (await loaders.case.load(id)) ?? null)),
};

export const RehearsalCounts: RehearsalCountsResolvers = {
  cases: ({ CASES = 0 }) => CASES,
  refusedIntakes: ({ REFUSED_INTAKES = 0 }) => REFUSED_INTAKES,
  unchanged: ({ UNCHANGED = 0 }) => UNCHANGED,
  added: ({ ADDED = 0 }) => ADDED,
  removed: ({ REMOVED = 0 }) => REMOVED,
  undecided: ({ UNDECIDED = 0 }) => UNDECIDED,
  rerouted: ({ REROUTED = 0 }) => REROUTED,
  stepsAdded: ({ STEP_ADDED = 0 }) => STEP_ADDED,
  stepsOmitted: ({ STEP_OMITTED = 0 }) => STEP_OMITTED,
  withoutOffice: ({ NO_OFFICE = 0 }) => NO_OFFICE,
  clocksMissed: ({ CLOCK_MISSED = 0 }) => CLOCK_MISSED,
  clocksMet: ({ CLOCK_MET = 0 }) => CLOCK_MET,
  clocksUndecided: ({ CLOCK_UNDECIDED = 0 }) => CLOCK_UNDECIDED,
  notComparable: ({ NOT_COMPARABLE = 0 }) => NOT_COMPARABLE,
};

function inOrder<Counts>(parts: Readonly<Record<string, Counts>>): [string, Counts][] {
  return Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
