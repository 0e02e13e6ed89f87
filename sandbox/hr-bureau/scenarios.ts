import type { Step } from '../kit/entries.ts';
import { NEVER_ANSWERED } from '../kit/people.ts';

const ARBITRATION = '劳动人事争议仲裁';
export const INSURANCE = '社会保险业务';

/** What the others end in, by 事项类别. */
const RESULTS: ReadonlyMap<string, string> = new Map([
  ['劳动保障监察', '责令支付'],
  ['工伤认定', '认定工伤'],
  [INSURANCE, '核准待遇'],
  ['公共就业服务', '已就业'],
]);
export const SUBJECTS: readonly string[] = [ARBITRATION, ...RESULTS.keys()];

const RECEIVED: Step = { beats: 1, status: '已收件' };
const ACCEPTED: Step = { beats: 2, status: '已受理' };
// Not final, so that a wage dispute can go on to court.
const AWARD: Step = { beats: 4.5, status: '裁决', details: { 裁决类型: '非终局' } };

const SETTLED = '990101197210150094';
const TOO_LATE = '990101196402280104';
const ASKED_FOR_MORE = '990101199001150118';

/** 岑国栋's arbitration takes every stage there is. */
const EVERY_STAGE = '990101197608250255';
const STAGES: readonly Step[] = ['组庭', '先行调解', '开庭排期', '中止审理', '恢复审理', '延期审理'].map((status) => ({
  beats: 0.5,
  status,
}));

/** What the bureau will do with a matter, by subject and applicant. */
export function scriptFor(subject: string, residentId: string): readonly Step[] {
  if (residentId === NEVER_ANSWERED) return [];
  if (subject !== ARBITRATION) return [RECEIVED, ACCEPTED, done(RESULTS.get(subject))];
  switch (residentId) {
    case SETTLED:
      return [RECEIVED, ACCEPTED, { beats: 4.5, status: '调解结案' }];
    case TOO_LATE:
      return [RECEIVED, { beats: 2, status: '不予受理', details: { 原因: '超过仲裁时效' } }];
    case ASKED_FOR_MORE:
      return [RECEIVED, { beats: 2, status: '要求补正', details: { 原因: '缺少工资支付凭证' } }];
    case EVERY_STAGE:
      return [RECEIVED, ACCEPTED, ...STAGES, AWARD];
    default:
      return [RECEIVED, ACCEPTED, AWARD];
  }
}

function done(result: string | undefined): Step {
  return { beats: 4.5, status: '办结', details: result === undefined ? {} : { 处理结果: result } };
}

/** Only arbitration asks for more by itself; on request the other subjects may, and end with an award all the same. */
export const AFTER_SUPPLEMENT: readonly Step[] = [ACCEPTED, AWARD];

const OVER = ['退回', '不予受理', '裁决', '调解结案', '撤回申请', '办结'];

export function isOver(status: string): boolean {
  return OVER.includes(status);
}
