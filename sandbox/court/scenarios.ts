import type { Step } from '../kit/entries.ts';
import { COURT_RETURNS, NEVER_ANSWERED } from '../kit/people.ts';

const RECEIVED: Step = { beats: 1, status: '收到材料' };
const ACCEPTED: Step = { beats: 2, status: '已受理' };
const DOCKETED: Step = { beats: 4.5, status: '立案' };

const ASKED_FOR_MORE = '990101197505120079';
const NOT_DOCKETED = '990101196811230087';

/** What the court will do with a matter, by applicant. */
export function scriptFor(residentId: string): readonly Step[] {
  switch (residentId) {
    case NEVER_ANSWERED:
      return [];
    case COURT_RETURNS:
      return [RECEIVED, { beats: 2, status: '退回补正', details: { yy: '材料不全' } }];
    case ASKED_FOR_MORE:
      return [RECEIVED, { beats: 2, status: '要求补正', details: { yy: '缺少劳动合同复印件' } }];
    case NOT_DOCKETED:
      return [RECEIVED, { beats: 6.5, status: '不予立案', details: { yy: '不属于受理范围' } }];
    default:
      return [RECEIVED, ACCEPTED, DOCKETED];
  }
}

export const AFTER_SUPPLEMENT: readonly Step[] = [ACCEPTED, DOCKETED];

const OVER = ['退回补正', '不予立案', '立案'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
