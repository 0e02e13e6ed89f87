/** What is never allowed. The name is the heading under which the ids are printed. */
export type ViolationKind =
  | 'KEY_REFUSED'
  | 'KEY_CONTRADICTED'
  | 'CASE_MISSING'
  | 'CASE_TWICE'
  | 'CASE_PHANTOM'
  | 'EFFECT_LOST'
  | 'EFFECT_DOUBLED'
  | 'EFFECT_PHANTOM'
  | 'EFFECT_UNFINISHED'
  | 'POISON_NOT_HELD'
  | 'DOUBT_MISSED'
  | 'DOUBT_UNEXPLAINED'
  | 'RESENT_BY_MACHINE'
  | 'REPLY_MISSING'
  | 'REPLY_TWICE'
  | 'REPLY_UNFINISHED'
  | 'REPLY_WITHOUT_EFFECT'
  | 'CASE_WITHOUT_CLOCK'
  | 'EVENTS_DISAGREE'
  | 'JOB_FAILED'
  | 'STOP_BROKE_REQUEST'
  | 'STOP_LATE'
  | 'PROCESS_CRASHED';

export interface Violation {
  readonly kind: ViolationKind;
  readonly ids: readonly string[];
}

/** How the run was set up, as far as it decides what is allowed. */
export interface Expectations {
  /** Our own processes were interrupted between sending and hearing the answer. */
  readonly interrupted: boolean;
}
