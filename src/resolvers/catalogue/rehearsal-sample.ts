import type { RehearsalFinding } from '#domain/catalogue/rehearsal-sums.ts';

/** Ids alone: which of the cases are shown is decided where they are read. */
export interface RehearsalSampleRecord {
  readonly finding: RehearsalFinding;
  readonly caseIds: readonly string[];
}
