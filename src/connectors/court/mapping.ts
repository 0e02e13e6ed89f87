import { readLocalDate, readWallTime } from '#connectors/kit/foreign-date.ts';
import { presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { inNameOrder } from '#connectors/kit/json-body.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { EffectKey, EffectMessage, MessageHandOver } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { AGREEMENT_FORCES } from '#domain/disputes/agreement-kinds.ts';
import { TERMINATION_REASON_NAMES } from '#domain/disputes/termination-reasons.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import { formatDocketNumber, parseDocketNumber } from '#domain/registry/docket-number.ts';
import type { Docket, DocketStage } from '#domain/registry/docket.ts';
import { PROGRESS, terminationOf } from './progress.ts';
import type { CourtDocketRow, CourtEffectAnswer, CourtProgress } from './schema.ts';

/** 审理 has no stage of its own with us: the case is docketed and not yet concluded. */
const STAGES: ReadonlyMap<string, DocketStage> = new Map([
  ['诉前调解', 'PRE_FILING_MEDIATION'],
  ['立案', 'DOCKETED'],
  ['审理', 'DOCKETED'],
  ['结案', 'CONCLUDED'],
  ['归档', 'ARCHIVED'],
]);

export function docketOf(row: CourtDocketRow): Docket {
  const number = parseDocketNumber(row.ah);
  return {
    // One writing for one case: clerks type brackets of both widths. Numbers of before 2016 stay as they are.
    docketNumber: number.ok ? formatDocketNumber(number.value) : row.ah.trim(),
    causeOfAction: row.laaymc,
    stage: readWord(STAGES, row.ajzt, 'ajzt'),
    courtCode: row.fydm,
    courtName: row.fymc,
    docketedOn: readLocalDate(row.larq, 'larq'),
    businessStatus: row.ajzt,
  };
}

/** 申请类型, where it is not a filing: the court takes all three at one counter. */
const MATTERS: Readonly<Partial<Record<AgencyRole, string>>> = {
  COURT_MEDIATION: '诉前调解',
  JUDICIAL_CONFIRMATION: '司法确认',
};

/** The body of an effect in the court's keys. Only what the plan's step discloses is in the message at all. */
export function effectBodyOf(message: EffectMessage, key: EffectKey, courtCode: string): object {
  const common = { wybs: key, zbdh: message.referralId };
  if (message.kind === 'RECALL') return { ...common, chyy: message.note ?? '' };
  if (message.kind === 'SUPPLEMENT') return { ...common, bzsm: message.note ?? '', sqsx: inNameOrder(message.fields) };
  return {
    ...common,
    slbh: message.acceptanceNo,
    ...(MATTERS[message.role] && { sqlx: MATTERS[message.role] }),
    fydm: courtCode,
    xzqh: message.divisionCode,
    saly: '工会一门受理',
    sxdm: message.serviceItemCode,
    sxmc: message.serviceItemName,
    fcsj: message.issuedAt.toISOString(),
    sqr: { xm: message.applicant.name, sfzh: message.applicant.residentId, lxdh: message.applicant.phone },
    sqsx: inNameOrder(message.fields),
    ...(message.handOver && { yjcl: handOverOf(message.handOver) }),
  };
}

/** 移交材料 of the steps before: facts of procedure, and what both parties stated to be so. */
function handOverOf({ acceptanceNo, steps }: MessageHandOver): object {
  return {
    slbh: acceptanceNo,
    lc: steps.map((step) => ({
      hj: step.name.zh,
      dw: step.agencyName,
      bh: step.agencyReference ?? '',
      jg: step.outcomeName.zh,
      zjyy: step.terminationReason ? TERMINATION_REASON_NAMES[step.terminationReason].zh : '',
      xyzl: step.agreementKind ? AGREEMENT_FORCES[step.agreementKind].name.zh : '',
      slrq: step.acceptedOn ?? '',
      jsrq: step.endedOn,
      wzyss: step.undisputedFacts ?? '',
    })),
  };
}

/** Answers by which the court declines; everything else in the 4000s says that we asked wrongly. */
const REFUSALS: ReadonlyMap<number, ReasonCode> = new Map([
  [4221, 'OTHER'], // 身份证号校验不通过
  [4222, 'NO_JURISDICTION'], // 不属于本院管辖
  [4223, 'NOT_OUR_SCOPE'], // 不属于人民法院受理范围
  [4224, 'OTHER'], // 已办结，不能撤回
  [4225, 'OTHER'], // 未要求补正
]);

export function sendOutcomeOfAnswer(answer: CourtEffectAnswer, message: EffectMessage): SendOutcome {
  const reasonCode = REFUSALS.get(answer.code);
  if (reasonCode) return { kind: 'REFUSED', reasonCode, reason: readNote(answer.msg) };
  if (answer.code >= 4000) {
    return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: `court: code ${answer.code}` };
  }
  if (answer.code !== 200 && answer.code !== 202) throw new AgencyMessageUnreadableError('code: unknown number');
  if (answer.data?.zbdh !== message.referralId) throw new AgencyMessageUnreadableError('data.zbdh: another referral');
  return {
    // 202 is a receipt for material; only a recall has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: presentText(answer.data.jsbh),
    businessStatus: presentText(answer.data.ajzt),
  };
}

/** Grounds (原因) that say more than the status; others keep what the status implies, and are shown as the note. */
const GROUNDS: ReadonlyMap<string, ReasonCode> = new Map([
  ['材料不全', 'MATERIALS_INCOMPLETE'],
  ['不属于受理范围', 'NOT_OUR_SCOPE'],
  ['不属于本院管辖', 'NO_JURISDICTION'],
]);

export function replyOf(progress: CourtProgress): ReferralReply {
  const meaning = readWord(PROGRESS[progress.xxlx], progress.ajzt, 'ajzt');
  const { event, outcome, reasonCode, stage, agreementKind } = meaning;
  const ground = presentText(progress.yy);
  const docketNumber = presentText(progress.ah);
  const number = docketNumber === undefined ? undefined : parseDocketNumber(docketNumber);
  if (outcome === 'DOCKETED' && docketNumber === undefined) throw new AgencyMessageUnreadableError('ah: missing');
  return {
    kind: 'REFERRAL_REPLY',
    referralId: progress.zbdh,
    event,
    sequence: progress.xh,
    occurredAt: readWallTime(progress.sjsj, 'sjsj'),
    agencyReference: number?.ok ? formatDocketNumber(number.value) : (docketNumber ?? presentText(progress.jsbh)),
    businessStatus: progress.ajzt.trim(),
    outcome,
    stage,
    agreementKind,
    terminationReason: terminationOf(meaning, ground),
    reasonCode: reasonCode && (GROUNDS.get(ground ?? '') ?? reasonCode),
    note: readNote([ground, presentText(progress.bz)].filter(Boolean).join('；')),
  };
}
