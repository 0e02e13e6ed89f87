import type { CaseEvent } from '#domain/cases/case.ts';
import { describeAttention } from '#domain/cases/describe-attention.ts';
import type { Bilingual, PauseCause } from '#domain/catalogue/clock-rule.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { stageName } from '#domain/disputes/stage-course.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';

/** The names behind the codes of an event. */
export interface EventNames {
  readonly item?: ServiceItem | undefined;
  /** The office it lies with, which people know; its agency where the office is not to be known. */
  readonly agency?: Bilingual | undefined;
}

interface Words {
  readonly agency: Bilingual;
  readonly step: Bilingual;
  readonly outcome: Bilingual;
  readonly rule: Bilingual;
  /** Why a clock stands still. */
  readonly cause: Bilingual;
  /** Why it goes on. */
  readonly causeEnded: Bilingual;
  /** Why it was given back or refused, in brackets; empty where no reason was given. */
  readonly reason: Bilingual;
  /** Done by what an agency's system said, and by no person. */
  readonly byAgency: boolean;
  /** Any other datum as it stands. */
  datum(key: string): string;
}

const PAUSE_CAUSE_WORDS: ReadonlyMap<string, Bilingual> = new Map<PauseCause, Bilingual>([
  ['APPRAISAL', { zh: '等待鉴定', en: 'waiting for an appraisal' }],
  ['OTHER_BODY', { zh: '等待其他机关的结论', en: 'waiting for the conclusion of another body' }],
  ['PARTIES_AGREED', { zh: '各方同意暂停', en: 'held at the wish of all parties' }],
]);

const REASON_WORDS: ReadonlyMap<string, Bilingual> = new Map<ReasonCode, Bilingual>([
  ['MATERIALS_INCOMPLETE', { zh: '（材料不全）', en: ' (materials incomplete)' }],
  ['AUTHORISATION_MISSING', { zh: '（缺少授权）', en: ' (authorisation missing)' }],
  ['NOT_ACCEPTED', { zh: '（不符合受理条件）', en: ' (not accepted)' }],
  ['NO_JURISDICTION', { zh: '（无管辖权）', en: ' (no jurisdiction)' }],
  ['NOT_OUR_SCOPE', { zh: '（不属于本单位职责）', en: ' (not within its duties)' }],
  ['OTHER', { zh: '（其他原因）', en: ' (another reason)' }],
]);
const NO_REASON: Bilingual = { zh: '', en: '' };

const PAUSE_ENDED_WORDS: ReadonlyMap<string, Bilingual> = new Map<PauseCause, Bilingual>([
  ['APPRAISAL', { zh: '鉴定结束', en: 'the appraisal is over' }],
  ['OTHER_BODY', { zh: '其他机关已有结论', en: 'the other body has concluded' }],
  ['PARTIES_AGREED', { zh: '各方同意的暂停结束', en: 'the parties wish it to go on' }],
]);

type Wording = (words: Words) => Bilingual;

const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ['case.opened', () => ({ zh: '已受理', en: 'Accepted' })],
  ['case.escalated', ({ datum }) => describeAttention(datum('reason'))],
  ['case.resumed', () => ({ zh: '恢复办理', en: 'In progress again' })],
  ['case.finished', () => ({ zh: '办理完成，请您评价', en: 'Handled; please rate it' })],
  ['case.rated', ({ datum }) => ({ zh: `已评价 ${datum('score')} 分，办结`, en: `Rated ${datum('score')}, closed` })],
  ['case.rating-lapsed', () => ({ zh: '评价期满，办结', en: 'Time to rate is over, closed' })],
  [
    'case.withdrawn',
    ({ byAgency }) =>
      byAgency
        ? { zh: '来源单位已撤销，本件随之撤回', en: 'Taken back by the agency it came from, and withdrawn with it' }
        : { zh: '申请人撤回', en: 'Withdrawn by the applicant' },
  ],
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
  [
    'referral.returned',
    ({ agency, reason }) => ({ zh: `${agency.zh}退回${reason.zh}`, en: `Returned by ${agency.en}${reason.en}` }),
  ],
  [
    'return.declined',
    ({ agency }) => ({
      zh: `${agency.zh}要求退回，因已确定由其牵头，不予退回`,
      en: `${agency.en} wants to return it; it leads the matter, so it stays there`,
    }),
  ],
  [
    'lead.fixed',
    ({ step, agency, datum }) => ({
      zh: `${step.zh}已退回 ${datum('returns')} 次，确定由${agency.zh}牵头办理，不再退回`,
      en: `${step.en} came back ${datum('returns')} times; ${agency.en} leads it from now on and cannot return it`,
    }),
  ],
  [
    'referral.reassigned',
    ({ step, agency }) => ({
      zh: `${step.zh}：${agency.zh}逾期未办，改派`,
      en: `${step.en}: ${agency.en} did not act in time; given to another office`,
    }),
  ],
  [
    'referral.refused',
    ({ agency, reason }) => ({ zh: `${agency.zh}不予受理${reason.zh}`, en: `Refused by ${agency.en}${reason.en}` }),
  ],
  [
    'referral.completed',
    ({ agency, outcome }) => ({
      zh: `${agency.zh}办结：${outcome.zh}`,
      en: `Completed by ${agency.en}: ${outcome.en}`,
    }),
  ],
  [
    'referral.stage-changed',
    ({ step, datum }) => {
      const stage = stageName(datum('role'), datum('stage'));
      return { zh: `${step.zh}：${stage.zh}`, en: `${step.en}: ${stage.en}` };
    },
  ],
  ['mediator.assigned', ({ step }) => ({ zh: `${step.zh}：已指定调解员`, en: `${step.en}: a mediator was assigned` })],
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
  ['effect.replayed', () => ({ zh: '已重新派送', en: 'Sent again by an operator' })],
  ['effect.refused', () => ({ zh: '对方拒收所送内容', en: 'The agency did not take what was sent' })],
  [
    'deadline.expired',
    // Several steps may be watched by the same rule at the same time; that of the rating has none.
    ({ step, rule, datum }) => ({
      zh: `${step.zh && `${step.zh}：`}${rule.zh}时限已于 ${datum('dueOn')} 届满`,
      en: `${step.en && `${step.en}, `}${rule.en}: time ran out on ${datum('dueOn')}`,
    }),
  ],
  [
    'clock.paused',
    ({ rule, cause }) => ({
      zh: `${rule.zh}时限暂停计算：${cause.zh}`,
      en: `${rule.en}: the clock stands still, ${cause.en}`,
    }),
  ],
  [
    'clock.resumed',
    ({ rule, causeEnded, datum }) => ({
      zh: `${rule.zh}：${causeEnded.zh}${datum('dueOn') ? `，恢复计时，${datum('dueOn')} 届满` : '，仍因其他原因暂停'}`,
      en: `${rule.en}: ${causeEnded.en}; ${datum('dueOn') ? `the clock goes on and runs out on ${datum('dueOn')}` : 'it still stands still for another reason'}`,
    }),
  ],
  [
    'clock.extended',
    ({ rule, datum }) => ({
      zh: `${rule.zh}时限延长至 ${datum('dueOn')}`,
      en: `${rule.en}: extended to ${datum('dueOn')}`,
    }),
  ],
  [
    'deadline.recomputed',
    ({ rule, datum }) => ({
      zh: `${rule.zh}时限由 ${datum('from')} 改为 ${datum('to')}：已按 ${datum('notice')} 重新计算`,
      en: `${rule.en}: due on ${datum('to')} instead of ${datum('from')}, recomputed after ${datum('notice')}`,
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
    reason: REASON_WORDS.get(datum('reason')) ?? NO_REASON,
    cause: PAUSE_CAUSE_WORDS.get(datum('cause')) ?? plain('cause'),
    causeEnded: PAUSE_ENDED_WORDS.get(datum('cause')) ?? plain('cause'),
    byAgency: event.actor.startsWith('agency:'),
    datum,
  };
  return WORDINGS.get(event.type)?.(words) ?? { zh: event.type, en: event.type };
}
