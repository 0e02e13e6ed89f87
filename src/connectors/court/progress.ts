import type { AgencyEvent } from '#domain/agencies/inbound-content.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { CourtProgress } from './schema.ts';

export interface Meaning {
  readonly event: AgencyEvent;
  readonly outcome?: string;
  readonly reasonCode?: ReasonCode;
  readonly stage?: StageEvent;
  readonly agreementKind?: AgreementKind;
}

/** What the court's words mean, by what the message is about (xxlx). */
export const PROGRESS: Readonly<Record<CourtProgress['xxlx'], ReadonlyMap<string, Meaning>>> = {
  立案进度: new Map<string, Meaning>([
    ['收到材料', { event: 'RECEIVE' }],
    ['已受理', { event: 'ACCEPT' }],
    ['审查中', { event: 'START' }],
    ['要求补正', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
    ['退回补正', { event: 'RETURN', reasonCode: 'MATERIALS_INCOMPLETE' }],
    ['立案', { event: 'COMPLETE', outcome: 'DOCKETED' }],
    // A ruling of the court that can be appealed (民事诉讼法 art. 126), hence an outcome and no refusal to look at it.
    ['不予立案', { event: 'COMPLETE', outcome: 'NOT_DOCKETED' }],
  ]),
  调解进度: new Map<string, Meaning>([
    ['收到材料', { event: 'RECEIVE' }],
    ['待指定', { event: 'RECEIVE', stage: 'QUALIFY' }],
    ['已委派', { event: 'RECEIVE', stage: 'DELEGATE' }],
    ['调解员已接受', { event: 'ACCEPT', stage: 'ACCEPT' }],
    ['征询对方意愿', { event: 'START', stage: 'CONTACT_OTHER_PARTY' }],
    ['调解中', { event: 'START', stage: 'BEGIN' }],
    ['延长调解', { event: 'START', stage: 'EXTEND' }],
    ['退回', { event: 'RETURN', reasonCode: 'OTHER' }],
    ['调解成功', { event: 'COMPLETE', outcome: 'AGREED', agreementKind: 'MEDIATION_AGREEMENT' }],
    ['调解终结', { event: 'COMPLETE', outcome: 'FAILED' }],
  ]),
  司法确认进度: new Map<string, Meaning>([
    ['收到材料', { event: 'RECEIVE' }],
    ['已受理', { event: 'ACCEPT' }],
    ['要求补正', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
    ['不予受理', { event: 'REFUSE', reasonCode: 'NOT_ACCEPTED' }],
    ['裁定确认', { event: 'COMPLETE', outcome: 'CONFIRMED', agreementKind: 'JUDICIAL_CONFIRMATION_RULING' }],
    ['裁定驳回', { event: 'COMPLETE', outcome: 'CONFIRM_REJECTED' }],
  ]),
};

/** 终结原因 (人民法院在线调解规则 art. 25); one nobody told us about is OTHER and stands in the note. */
const TERMINATIONS: ReadonlyMap<string, TerminationReason> = new Map([
  ['无法联系当事人', 'UNREACHABLE'],
  ['当事人不同意调解', 'PARTY_UNWILLING'],
  ['分歧较大', 'LARGE_DIVERGENCE'],
  ['调解期限届满', 'EXPIRED'],
  ['拒绝签收', 'REFUSED_TO_SIGN'],
]);

export function terminationOf({ outcome }: Meaning, ground: string | undefined): TerminationReason | undefined {
  return outcome === 'FAILED' ? (TERMINATIONS.get(ground ?? '') ?? 'OTHER') : undefined;
}
