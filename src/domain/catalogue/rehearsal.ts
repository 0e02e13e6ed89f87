import type { RehearsalSums } from '#domain/catalogue/rehearsal-sums.ts';

/** 试算中 · 已完成 · 因草案放弃而中止 */
export type RehearsalStatus = 'RUNNING' | 'DONE' | 'ABANDONED';

/** Read one after the other: cases that were accepted, then intakes that were refused. */
export type RehearsalStage = 'CASES' | 'REFUSED_INTAKES';

/** One run of a draft over what was decided before (规则试算). It decides nothing itself. */
export interface Rehearsal {
  readonly id: string;
  readonly versionId: string;
  /** Of the definition that is rehearsed. */
  readonly digest: string;
  readonly status: RehearsalStatus;
  /** Cases opened later are not read, and clocks that still ran are judged as of then. */
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly finishedAt?: Date | undefined;
  readonly stage: RehearsalStage;
  /** The last row that was counted in this stage. */
  readonly cursor?: string | undefined;
  /** Cases and refused intakes to be read, as counted at the start. */
  readonly total: number;
  readonly done: number;
  readonly sums: RehearsalSums;
}
