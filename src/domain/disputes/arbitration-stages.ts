import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/** Where an arbitration stands (劳动争议调解仲裁法 ch. 3); the names are ours. */
export const ARBITRATION_STAGES = [
  'RECEIVED',
  'ACCEPTED',
  'NOT_ACCEPTED',
  'TRIBUNAL_FORMED',
  'MEDIATION_FIRST',
  'HEARING',
  'SUSPENDED',
  'EXTENDED',
  'AWARDED_FINAL',
  'AWARDED_NON_FINAL',
  'MEDIATED',
  'WITHDRAWN',
  'OVERDUE',
] as const;
export type ArbitrationStage = (typeof ARBITRATION_STAGES)[number];

export const ARBITRATION_EVENTS = [
  'ACCEPT',
  'NOT_ACCEPT',
  'FORM_TRIBUNAL',
  'MEDIATE_FIRST',
  'HEAR',
  'SUSPEND',
  'RESUME',
  'EXTEND',
  'AWARD_FINAL',
  'AWARD_NON_FINAL',
  'SETTLE',
  'WITHDRAW',
  'LAPSE',
] as const;
export type ArbitrationEvent = (typeof ARBITRATION_EVENTS)[number];

const ENDS = {
  AWARD_FINAL: 'AWARDED_FINAL',
  AWARD_NON_FINAL: 'AWARDED_NON_FINAL',
  SETTLE: 'MEDIATED',
  WITHDRAW: 'WITHDRAWN',
  LAPSE: 'OVERDUE',
} as const;

const INTERRUPTED = { SUSPEND: 'SUSPENDED', EXTEND: 'EXTENDED' } as const;

/**
 * State × event → state. What is absent is refused; `stage-course.ts` names the refusal. Printed into ARCHITECTURE.md.
 *
 * That an award needs an attempt at mediation before it (art. 42) binds the tribunal. We record what it did and refuse no
 * award: its system reports milestones only, and leaves this one out.
 */
export const ARBITRATION_TRANSITIONS: Readonly<
  Record<ArbitrationStage, Partial<Record<ArbitrationEvent, ArbitrationStage>>>
> = {
  RECEIVED: {
    ACCEPT: 'ACCEPTED',
    NOT_ACCEPT: 'NOT_ACCEPTED',
    FORM_TRIBUNAL: 'TRIBUNAL_FORMED',
    HEAR: 'HEARING',
    ...ENDS,
  },
  ACCEPTED: {
    FORM_TRIBUNAL: 'TRIBUNAL_FORMED',
    MEDIATE_FIRST: 'MEDIATION_FIRST',
    HEAR: 'HEARING',
    ...INTERRUPTED,
    ...ENDS,
  },
  NOT_ACCEPTED: {},
  TRIBUNAL_FORMED: { MEDIATE_FIRST: 'MEDIATION_FIRST', HEAR: 'HEARING', ...INTERRUPTED, ...ENDS },
  MEDIATION_FIRST: { HEAR: 'HEARING', ...INTERRUPTED, ...ENDS },
  HEARING: { MEDIATE_FIRST: 'MEDIATION_FIRST', ...INTERRUPTED, ...ENDS },
  SUSPENDED: { RESUME: 'HEARING', ...ENDS },
  // Once, by fifteen days at most (art. 43).
  EXTENDED: { MEDIATE_FIRST: 'MEDIATION_FIRST', HEAR: 'HEARING', SUSPEND: 'SUSPENDED', ...ENDS },
  AWARDED_FINAL: {},
  AWARDED_NON_FINAL: {},
  MEDIATED: {},
  WITHDRAWN: {},
  OVERDUE: {},
};

export const ARBITRATION_STAGE_NAMES: Readonly<Record<ArbitrationStage, Bilingual>> = {
  RECEIVED: { zh: '已收件', en: 'Received' },
  ACCEPTED: { zh: '已受理', en: 'Accepted' },
  NOT_ACCEPTED: { zh: '不予受理', en: 'Not accepted' },
  TRIBUNAL_FORMED: { zh: '已组庭', en: 'Tribunal formed' },
  MEDIATION_FIRST: { zh: '先行调解', en: 'Mediation before the award' },
  HEARING: { zh: '开庭审理', en: 'Hearing' },
  SUSPENDED: { zh: '中止审理', en: 'Suspended' },
  EXTENDED: { zh: '延期审理', en: 'Extended' },
  AWARDED_FINAL: { zh: '终局裁决', en: 'Final award' },
  AWARDED_NON_FINAL: { zh: '非终局裁决', en: 'Non-final award' },
  MEDIATED: { zh: '仲裁调解结案', en: 'Settled in arbitration' },
  WITHDRAWN: { zh: '撤回仲裁申请', en: 'Application withdrawn' },
  OVERDUE: { zh: '逾期未裁决', en: 'No award in time' },
};
