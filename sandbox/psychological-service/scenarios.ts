import type { Step } from '../kit/entries.ts';
import { NEVER_ANSWERED } from '../kit/people.ts';

/** The service's states and what it calls them. */
export const STATE_TEXTS: Readonly<Record<string, string>> = {
  NEW: '已登记',
  TRIAGED: '已评估',
  IN_SESSION: '咨询中',
  NEED_INFO: '待补充',
  CLOSED_HELPED: '服务完成',
  CLOSED_STOPPED: '服务中止',
  DECLINED: '不予受理',
  SENT_BACK: '退回',
  CANCELLED: '已取消',
};

const TRIAGED: Step = { beats: 2, status: 'TRIAGED' };
const IN_SESSION: Step = { beats: 2, status: 'IN_SESSION' };
const HELPED: Step = { beats: 3.5, status: 'CLOSED_HELPED' };

const ASKED_FOR_MORE = '990101197505120079';
const DECLINED = '990101196402280104';
const STOPPED = '990101197210150094';
const SENT_BACK = '990101199501010031';

/** What the service will do with a ticket, by person. */
export function scriptFor(residentId: string): readonly Step[] {
  switch (residentId) {
    case NEVER_ANSWERED:
      return [];
    case ASKED_FOR_MORE:
      return [{ beats: 2, status: 'NEED_INFO', details: { cause: 'PAPERS', memo: '请补充预约时段' } }];
    case DECLINED:
      return [{ beats: 2, status: 'DECLINED', details: { cause: 'SCOPE' } }];
    case STOPPED:
      return [TRIAGED, IN_SESSION, { beats: 3.5, status: 'CLOSED_STOPPED', details: { memo: '本人要求中止' } }];
    case SENT_BACK:
      return [{ beats: 2, status: 'SENT_BACK', details: { cause: 'AREA' } }];
    default:
      return [TRIAGED, IN_SESSION, HELPED];
  }
}

export const AFTER_SUPPLEMENT: readonly Step[] = [TRIAGED, IN_SESSION, HELPED];

const OVER = ['CLOSED_HELPED', 'CLOSED_STOPPED', 'DECLINED', 'SENT_BACK'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
