import type { FrozenFacts, IntakeForm } from '#domain/cases/case.ts';
import type { ClockStart } from '#domain/catalogue/clock-rule.ts';
import type { DeadlineStatus } from '#domain/referrals/clock.ts';
import type { Pause } from '#domain/referrals/deadline.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** What a rehearsal has to know of something that was decided, to decide it anew; no name and no number among it. */
export interface PastDecision {
  readonly id: string;
  readonly versionId: string;
  readonly divisionCode: string;
  readonly workplaceDivision?: string | undefined;
  readonly decidedAt: Date;
  /** Form and facts as they were; absent where they were not kept or cannot be opened. */
  readonly known?: { readonly form: IntakeForm; readonly facts: FrozenFacts } | undefined;
  /** Passports that a person had confirmed. */
  readonly confirmedPassports: readonly string[];
}

export interface PastCase extends PastDecision {
  readonly steps: readonly { readonly key: string; readonly officeId: string }[];
  readonly clocks: readonly PastClock[];
}

export interface PastClock {
  readonly rule: string;
  readonly start: ClockStart;
  readonly status: DeadlineStatus;
  readonly startedOn: LocalDate;
  readonly dueAt: Date;
  readonly pausedOn?: LocalDate | undefined;
  readonly pauses: readonly Pause[];
  readonly endedAt?: Date | undefined;
}
