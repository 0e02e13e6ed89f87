import type { Step } from '../kit/entries.ts';
import { CHECK_HELD, NEVER_ANSWERED } from '../kit/people.ts';

const CHECKING: Step = { beats: 3, status: '核对中' };
const ELIGIBLE: Step = { beats: 4.5, status: '核对完成', details: { conclusion: '符合' } };

const NOT_ELIGIBLE = '990101198107300124';
const GIVEN_BACK = '990101197711040133';
const ASKED_FOR_MORE = '990101199308090148';

/** 救助申请: an application for assistance, decided by the same office. */
export const APPLICATION = '救助申请';

function applicationFor(residentId: string): readonly Step[] {
  if (residentId === NEVER_ANSWERED) return [];
  const denied = residentId === NOT_ELIGIBLE;
  const details = denied
    ? { conclusion: '不予批准', reason: '家庭财产超过规定标准' }
    : { conclusion: '批准', category: '临时救助' };
  return [
    { beats: 1, status: '审核中' },
    { beats: 3, status: '审批完成', details },
  ];
}

/** What the office will do with a check, by applicant. The answer to the intake is its receipt, so the first step is acceptance. */
export function scriptFor(residentId: string, subject?: string): readonly Step[] {
  if (subject === APPLICATION) return applicationFor(residentId);
  switch (residentId) {
    case NEVER_ANSWERED:
      return [];
    case CHECK_HELD:
      return [CHECKING, { ...ELIGIBLE, hold: true }];
    case NOT_ELIGIBLE:
      return [
        CHECKING,
        { beats: 4.5, status: '核对完成', details: { conclusion: '不符合', reason: '家庭财产超过规定标准' } },
      ];
    case GIVEN_BACK:
      return [{ beats: 1, status: '退回', details: { reason: '授权书缺失' } }];
    case ASKED_FOR_MORE:
      return [CHECKING, { beats: 2, status: '要求补充', details: { reason: '缺少成年家庭成员授权' } }];
    default:
      return [CHECKING, ELIGIBLE];
  }
}

export const AFTER_SUPPLEMENT: readonly Step[] = [CHECKING, ELIGIBLE];

const OVER = ['退回', '核对完成', '审批完成'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
