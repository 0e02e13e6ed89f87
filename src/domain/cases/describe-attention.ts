import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

const REASONS: ReadonlyMap<string, Bilingual> = new Map([
  ['RETURNED', { zh: '对方退回，请更正后重发或撤回', en: 'Returned: correct and send again, or withdraw' }],
  ['RECALLED', { zh: '已撤回，请重发或结束', en: 'Recalled: send again or end it' }],
  [
    'DELIVERY_IN_DOUBT',
    { zh: '不确定对方是否收到，请联系对方确认', en: 'It is not certain that the agency has it: ask them' },
  ],
  ['DELIVERY_STOPPED', { zh: '派送停止，请联系系统管理员', en: 'Delivery stopped: tell the administrator' }],
  ['DELIVERY_REFUSED', { zh: '对方拒收补充材料，请联系对方', en: 'The agency did not take the supplement: ask them' }],
  [
    'ALREADY_PAID',
    {
      zh: '同一次就诊此前已发放补助，请人工核定差额',
      en: 'Something was paid for the same visit before: decide what is still due',
    },
  ],
  [
    'SOURCE_REVERSED',
    {
      zh: '所依据的结算已撤销，而补助已经核定：请停止发放，或联系退回',
      en: 'The settlement it rests on was reversed after the grant: stop the payment or ask it back',
    },
  ],
  ['NO_CLOCK', { zh: '没有时限在计，请主动跟进', en: 'No clock is running: follow it up yourself' }],
  [
    'CLOCK_PAUSED',
    {
      zh: '时限因等待鉴定、其他机关结论或各方同意而暂停，请跟进并在原因消除后恢复',
      en: 'Every clock stands still for an appraisal, another body or the parties: ask how far it is, and let it go on',
    },
  ],
  ['NOTHING_OPEN', { zh: '流程已无在办步骤，请人工结束', en: 'No step of the plan is open: end it by hand' }],
  ['OVERDUE', { zh: '对方逾期未办，请督办', en: 'The agency is late: follow it up' }],
]);

/** What a person is asked to do about a case, from its attention reason (`OVERDUE:HANDOVER`, …). */
export function describeAttention(reason: string): Bilingual {
  const known = REASONS.get(reason.split(':')[0] ?? '') ?? { zh: reason, en: reason };
  return { zh: `需要人工处理：${known.zh}`, en: `Needs a person. ${known.en}` };
}
