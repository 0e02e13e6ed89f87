import type { CaseEvent } from '#domain/cases/case.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

type Wording = (data: CaseEvent['data']) => Bilingual;

const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ['case.opened', () => ({ zh: '已受理', en: 'Accepted' })],
  ['case.escalated', ({ reason }) => ({ zh: `需要人工处理（${String(reason)}）`, en: `A person has to look at it (${String(reason)})` })],
  ['case.resumed', () => ({ zh: '恢复办理', en: 'In progress again' })],
  ['case.finished', ({ outcome }) => ({ zh: `办理完成，请您评价（${String(outcome)}）`, en: `Handled, please rate it (${String(outcome)})` })],
  ['case.rated', ({ score }) => ({ zh: `已评价 ${String(score)} 分，办结`, en: `Rated ${String(score)}, closed` })],
  ['case.rating-lapsed', () => ({ zh: '评价期满，办结', en: 'Time to rate is over, closed' })],
  ['case.withdrawn', () => ({ zh: '申请人撤回', en: 'Withdrawn by the applicant' })],
  ['plan.advanced', ({ step, next, outcome }) => ({ zh: `${String(step)} 的结果是 ${String(outcome)}，转入 ${String(next)}`, en: `${String(step)} ended ${String(outcome)}, going on to ${String(next)}` })],
  ['referral.drafted', ({ agency, round }) => ({ zh: `建立转办单，交 ${String(agency)}${round === 1 ? '' : `，第 ${String(round)} 次`}`, en: `Referral drawn up for ${String(agency)}${round === 1 ? '' : `, round ${String(round)}`}` })],
  ['referral.delivered', ({ agency }) => ({ zh: `已送达 ${String(agency)}`, en: `Delivered to ${String(agency)}` })],
  ['referral.received', ({ agency }) => ({ zh: `${String(agency)} 已签收`, en: `Received by ${String(agency)}` })],
  ['referral.accepted', ({ agency }) => ({ zh: `${String(agency)} 已受理`, en: `Accepted by ${String(agency)}` })],
  ['referral.started', ({ agency }) => ({ zh: `${String(agency)} 办理中`, en: `In handling at ${String(agency)}` })],
  ['referral.supplement-requested', ({ agency }) => ({ zh: `${String(agency)} 要求补正`, en: `${String(agency)} asks for a supplement` })],
  ['referral.supplement-provided', ({ agency }) => ({ zh: `已向 ${String(agency)} 补正`, en: `Supplement provided to ${String(agency)}` })],
  ['referral.returned', ({ agency, reason }) => ({ zh: `${String(agency)} 退回（${String(reason ?? 'OTHER')}）`, en: `Returned by ${String(agency)} (${String(reason ?? 'OTHER')})` })],
  ['referral.refused', ({ agency, reason }) => ({ zh: `${String(agency)} 不予受理（${String(reason ?? 'OTHER')}）`, en: `Refused by ${String(agency)} (${String(reason ?? 'OTHER')})` })],
  ['referral.completed', ({ agency, outcome }) => ({ zh: `${String(agency)} 办结：${String(outcome)}`, en: `Completed by ${String(agency)}: ${String(outcome)}` })],
  ['referral.recalled', ({ agency }) => ({ zh: `从 ${String(agency)} 撤回`, en: `Recalled from ${String(agency)}` })],
  ['referral.delivery-doubted', ({ agency }) => ({ zh: `不确定 ${String(agency)} 是否收到，待人工确认`, en: `Not sure whether ${String(agency)} has it; a person decides` })],
  ['referral.delivery-confirmed', ({ agency }) => ({ zh: `人工确认 ${String(agency)} 已收到`, en: `A person found that ${String(agency)} has it` })],
  ['referral.delivery-denied', ({ agency }) => ({ zh: `人工确认 ${String(agency)} 未收到，重新派送`, en: `A person found that ${String(agency)} does not have it; sent again` })],
  ['effect.stopped', ({ fault }) => ({ zh: `派送停止，待人工处理（${String(fault)}）`, en: `Delivery stopped, a person has to look (${String(fault)})` })],
  ['deadline.expired', ({ rule, dueOn }) => ({ zh: `时限 ${String(rule)} 已于 ${String(dueOn)} 届满`, en: `Clock ${String(rule)} ran out on ${String(dueOn)}` })],
  ['reply.superseded', ({ event }) => ({ zh: `收到迟到或重复的答复 ${String(event)}，状态不变`, en: `A late or repeated answer ${String(event)} came; nothing changes` })],
]);

/** One sentence for people. Names of agencies come as codes here; a front end that has the register may word it better. */
export function describeEvent(event: CaseEvent): Bilingual {
  return WORDINGS.get(event.type)?.(event.data) ?? { zh: event.type, en: event.type };
}
