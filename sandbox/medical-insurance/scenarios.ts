import type { Step } from '../kit/entries.ts';
import { NEVER_ANSWERED } from '../kit/people.ts';

const ACCEPTED: Step = { beats: 3, status: '已受理' };
const ASSISTED: Step = { beats: 4.5, status: '办结', details: { rslt: '予以救助' } };

const NOT_ASSISTED = '990102197912010180';
const GIVEN_BACK = '990101198909090296';
const ASKED_FOR_MORE = '990101198011130335';

/** What the bureau will do with a referral, by applicant. The answer to the intake is its receipt. */
export function scriptFor(residentId: string): readonly Step[] {
  switch (residentId) {
    case NEVER_ANSWERED:
      return [];
    case NOT_ASSISTED:
      return [ACCEPTED, { beats: 4.5, status: '办结', details: { rslt: '不予救助', rea: '未达到救助起付标准' } }];
    case GIVEN_BACK:
      return [{ beats: 1, status: '退回', details: { rea: '材料不全' } }];
    case ASKED_FOR_MORE:
      return [ACCEPTED, { beats: 2, status: '要求补充', details: { rea: '缺少医疗费用票据' } }];
    default:
      return [ACCEPTED, ASSISTED];
  }
}

export const AFTER_SUPPLEMENT: readonly Step[] = [ACCEPTED, ASSISTED];

const OVER = ['退回', '办结'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
