import type { Step } from '../kit/entries.ts';
import { COURT_RETURNS, NEVER_ANSWERED } from '../kit/people.ts';

const RECEIVED: Step = { beats: 1, status: '收到材料' };
const ACCEPTED: Step = { beats: 2, status: '已受理' };
const DOCKETED: Step = { beats: 4.5, status: '立案' };

const ASKED_FOR_MORE = '990101197505120079';
const NOT_DOCKETED = '990101196811230087';

export const MEDIATION = '诉前调解';
export const CONFIRMATION = '司法确认';

export function isSubject(text: string): boolean {
  return text === MEDIATION || text === CONFIRMATION;
}

/** What the court will do with a matter, by kind and applicant; without a kind it is a filing. */
export function scriptFor(residentId: string, subject?: string): readonly Step[] {
  if (residentId === NEVER_ANSWERED) return [];
  if (subject === MEDIATION) return mediationFor(residentId);
  if (subject === CONFIRMATION) return confirmationFor(residentId);
  return filingFor(residentId);
}

function mediationFor(residentId: string): readonly Step[] {
  const begun = [
    RECEIVED,
    { beats: 1, status: '已委派' },
    { beats: 1, status: '调解员已接受' },
    { beats: 1, status: '调解中' },
  ];
  const failed: Step = { beats: 2, status: '调解终结', details: { yy: '分歧较大' } };
  return [...begun, residentId === NOT_DOCKETED ? failed : { beats: 2, status: '调解成功' }];
}

function confirmationFor(residentId: string): readonly Step[] {
  switch (residentId) {
    case COURT_RETURNS:
      return [RECEIVED, { beats: 2, status: '不予受理', details: { yy: '不属于受理范围' } }];
    case NOT_DOCKETED:
      return [RECEIVED, ACCEPTED, { beats: 2, status: '裁定驳回', details: { yy: '协议内容不明确' } }];
    default:
      return [RECEIVED, ACCEPTED, { beats: 2, status: '裁定确认' }];
  }
}

function filingFor(residentId: string): readonly Step[] {
  switch (residentId) {
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

const OVER = ['退回补正', '不予立案', '立案', '退回', '调解成功', '调解终结', '不予受理', '裁定确认', '裁定驳回'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
