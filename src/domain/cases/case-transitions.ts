import type { CaseStatus } from '#domain/cases/case.ts';

/** 需要人工 · 恢复办理 · 事项完成待评价 · 已评价 · 评价期满 · 撤回 */
export const CASE_EVENTS = ['ESCALATE', 'RESUME', 'FINISH', 'RATE', 'LAPSE_RATING', 'WITHDRAW'] as const;
export type CaseEventType = (typeof CASE_EVENTS)[number];

/** State × event → state. What is absent is refused. Printed into ARCHITECTURE.md. */
export const CASE_TRANSITIONS: Readonly<Record<CaseStatus, Partial<Record<CaseEventType, CaseStatus>>>> = {
  IN_PROGRESS: { ESCALATE: 'NEEDS_ATTENTION', FINISH: 'AWAITING_RATING', WITHDRAW: 'WITHDRAWN' },
  NEEDS_ATTENTION: {
    ESCALATE: 'NEEDS_ATTENTION',
    RESUME: 'IN_PROGRESS',
    FINISH: 'AWAITING_RATING',
    WITHDRAW: 'WITHDRAWN',
  },
  AWAITING_RATING: { RATE: 'CLOSED', LAPSE_RATING: 'CLOSED' },
  CLOSED: {},
  WITHDRAWN: {},
};

export function nextCaseStatus(from: CaseStatus, event: CaseEventType): CaseStatus | undefined {
  return CASE_TRANSITIONS[from][event];
}

export function isCaseOver(status: CaseStatus): boolean {
  return Object.keys(CASE_TRANSITIONS[status]).length === 0;
}
