import type { CaseEvent } from '#domain/cases/case.ts';
import { describeAttention } from '#domain/cases/describe-attention.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';

/** The names behind the codes of an event. */
export interface EventNames {
  readonly item?: ServiceItem | undefined;
  readonly agency?: Bilingual | undefined;
}

interface Words {
  readonly agency: Bilingual;
  readonly step: Bilingual;
  readonly outcome: Bilingual;
  readonly rule: Bilingual;
  /** Any other datum as it stands. */
  datum(key: string): string;
}

type Wording = (words: Words) => Bilingual;

const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ['case.opened', () => ({ zh: '已受理', en: 'Accepted' })],
  ['case.escalated', ({ datum }) => describeAttention(datum('reason'))],
  ['case.resumed', () => ({ zh: '恢复办理', en: 'In progress again' })],
  ['case.finished', () => ({ zh: '办理完成，请您评价', en: 'Handled; please rate it' })],
  ['case.rated', ({ datum }) => ({ zh: `已评价 ${datum('score')} 分，办结`, en: `Rated ${datum('score')}, closed` })],
  ['case.rating-lapsed', () => ({ zh: '评价期满，办结', en: 'Time to rate is over, closed' })],
  ['case.withdrawn', () => ({ zh: '申请人撤回', en: 'Withdrawn by the applicant' })],
  [
    'plan.advanced',
    ({ step, outcome }) => ({ zh: `${step.zh}：${outcome.zh}，转入下一步`, en: `${step.en}: ${outcome.en}; going on` }),
  ],
  [
    'referral.drafted',
    ({ step, agency }) => ({
      zh: `${step.zh}：建立转办单，交${agency.zh}`,
      en: `${step.en}: referral drawn up for ${agency.en}`,
    }),
  ],
  ['referral.delivered', ({ agency }) => ({ zh: `已送达${agency.zh}`, en: `Delivered to ${agency.en}` })],
  ['referral.received', ({ agency }) => ({ zh: `${agency.zh}已签收`, en: `Received by ${agency.en}` })],
  ['referral.accepted', ({ agency }) => ({ zh: `${agency.zh}已受理`, en: `Accepted by ${agency.en}` })],
  ['referral.started', ({ agency }) => ({ zh: `${agency.zh}开始办理`, en: `In handling at ${agency.en}` })],
  [
    'referral.supplement-requested',
    ({ agency }) => ({ zh: `${agency.zh}要求补正材料`, en: `${agency.en} asks for more material` }),
  ],
  [
    'referral.supplement-provided',
    ({ agency }) => ({ zh: `已向${agency.zh}补正材料`, en: `Material supplied to ${agency.en}` }),
  ],
  ['referral.returned', ({ agency }) => ({ zh: `${agency.zh}退回`, en: `Returned by ${agency.en}` })],
  ['referral.refused', ({ agency }) => ({ zh: `${agency.zh}不予受理`, en: `Refused by ${agency.en}` })],
  [
    'referral.completed',
    ({ agency, outcome }) => ({
      zh: `${agency.zh}办结：${outcome.zh}`,
      en: `Completed by ${agency.en}: ${outcome.en}`,
    }),
  ],
  ['referral.recalled', ({ agency }) => ({ zh: `从${agency.zh}撤回`, en: `Recalled from ${agency.en}` })],
  [
    'referral.delivery-doubted',
    ({ agency }) => ({
      zh: `不确定${agency.zh}是否收到，待人工确认`,
      en: `Not sure whether ${agency.en} has it; a person decides`,
    }),
  ],
  [
    'referral.delivery-confirmed',
    ({ agency }) => ({ zh: `经人工确认，${agency.zh}已收到`, en: `A person found that ${agency.en} has it` }),
  ],
  [
    'referral.delivery-denied',
    ({ agency }) => ({
      zh: `经人工确认，${agency.zh}未收到，重新派送`,
      en: `A person found that ${agency.en} does not have it; sent again`,
    }),
  ],
  ['effect.stopped', () => ({ zh: '派送停止，待人工处理', en: 'Delivery stopped; a person has to look' })],
  ['effect.refused', () => ({ zh: '对方拒收所送内容', en: 'The agency did not take what was sent' })],
  [
    'deadline.expired',
    ({ rule, datum }) => ({
      zh: `${rule.zh}时限已于 ${datum('dueOn')} 届满`,
      en: `${rule.en}: time ran out on ${datum('dueOn')}`,
    }),
  ],
  [
    'reply.superseded',
    () => ({ zh: '收到一条迟到或重复的答复，状态不变', en: 'A late or repeated answer came; nothing changes' }),
  ],
]);

/** One sentence for people. */
export function describeEvent(event: CaseEvent, { item, agency }: EventNames): Bilingual {
  const datum = (key: string): string => String(event.data[key] ?? '');
  const step = item?.steps.find((candidate) => candidate.key === datum('step'));
  const plain = (key: string): Bilingual => ({ zh: datum(key), en: datum(key) });
  const words: Words = {
    agency: agency ?? plain('agency'),
    step: step?.name ?? plain('step'),
    outcome: step?.outcomes[datum('outcome')]?.name ?? plain('outcome'),
    rule: item?.clocks[datum('rule')]?.name ?? plain('rule'),
    datum,
  };
  return WORDINGS.get(event.type)?.(words) ?? { zh: event.type, en: event.type };
}
