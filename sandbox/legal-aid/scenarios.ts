import type { Step } from '../kit/entries.ts';
import { NEVER_ANSWERED } from '../kit/people.ts';

const RECEIVED: Step = { beats: 1, status: '已收到' };
const UNDER_REVIEW: Step = { beats: 1, status: '审查中' };
const GRANTED: Step = { beats: 1, status: '决定给予援助' };
const ASSIGNED: Step = { beats: 1.5, status: '已指派律师', details: { assignee: '桂江榕城律师事务所' } };
const CLOSED: Step = { beats: 3, status: '办结' };

const ASKED_FOR_MORE = '990101197505120079';
const REFUSED = '990101196402280104';
const TERMINATED = '990101197210150094';

/** What the centre will do with an application, by applicant. */
export function scriptFor(residentId: string): readonly Step[] {
  switch (residentId) {
    case NEVER_ANSWERED:
      return [];
    case ASKED_FOR_MORE:
      return [RECEIVED, { beats: 2, status: '一次性告知补充材料', details: { reason: '缺少拖欠工资的凭证' } }];
    case REFUSED:
      return [RECEIVED, UNDER_REVIEW, { beats: 2, status: '不予援助', details: { reason: '不属于法律援助范围' } }];
    case TERMINATED:
      return [
        RECEIVED,
        UNDER_REVIEW,
        GRANTED,
        ASSIGNED,
        { beats: 3, status: '终止援助', details: { reason: '受援人要求终止' } },
      ];
    default:
      return [RECEIVED, UNDER_REVIEW, GRANTED, ASSIGNED, CLOSED];
  }
}

export const AFTER_SUPPLEMENT: readonly Step[] = [UNDER_REVIEW, GRANTED, ASSIGNED, CLOSED];

const OVER = ['不予援助', '办结', '终止援助'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
