import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { InboundEnd } from '#domain/agencies/agency-stores.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { record, referralIn, replaceReferral } from '#domain/cases/case-draft.ts';
import { applyStagedAnswer } from '#domain/cases/report-stage.ts';
import { STATUS_AFTER } from '#domain/referrals/referral-transitions.ts';
import { REASON_CODES } from '#domain/referrals/referral.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

/**
 * An agency's answer about one referral, whichever way it came: a message, or a row of a file. Late and repeated ones
 * change no state; QUARANTINED says that it makes no sense or is not theirs, and nothing was changed.
 */
export async function applyReply(
  tx: Stores,
  agencyCode: AgencyCode,
  reply: ReferralReply,
  deps: UsecaseDependencies,
): Promise<Omit<InboundEnd, 'at'>> {
  const draft = UUID.test(reply.referralId) ? await tx.cases.loadDraftOfReferral(reply.referralId) : undefined;
  const before = draft && referralIn(draft, reply.referralId);
  // A forged answer for another agency's referral looks the same as one for a referral that does not exist.
  if (!draft || before?.agencyCode !== agencyCode)
    return { status: 'QUARANTINED', reason: 'no such referral at this agency' };
  const context = await progressContext(deps, tx, draft.case.divisionCode, `agency:${agencyCode}`);
  const late = reply.sequence !== undefined && reply.sequence <= before.replySequence;
  const progress = late
    ? ({ applied: false, refusal: 'SUPERSEDED' } as const)
    : applyStagedAnswer(
        draft,
        before.id,
        {
          ...reply,
          reasonCode: reply.reasonCode
            ? (REASON_CODES.find((code) => code === reply.reasonCode) ?? 'OTHER')
            : undefined,
        },
        context,
      );
  const contradiction = progress.applied ? undefined : CONTRADICTIONS.get(progress.refusal);
  if (contradiction) return { status: 'QUARANTINED', reason: contradiction, referralId: before.id };
  if (!progress.applied) {
    const sequence = Math.max(before.replySequence, reply.sequence ?? 0);
    const stays = !late && before.status === STATUS_AFTER[reply.event];
    if (sequence !== before.replySequence) {
      // Within one state of ours the agency's own wording may move on (已收到, 审查中); only its numbers tell that it does.
      const businessStatus = (stays && reply.businessStatus) || before.businessStatus;
      replaceReferral(draft, { ...before, businessStatus, replySequence: sequence });
    }
    // An agency that confirms what its own receipt has said already is no news for anyone's timeline.
    if (!stays) {
      record(
        draft,
        {
          type: progress.refusal === 'LEAD_FIXED' ? 'return.declined' : 'reply.superseded',
          referralId: before.id,
          data: { agency: before.agencyCode, event: reply.event, refusal: progress.refusal },
        },
        context,
      );
    }
  }
  await tx.cases.saveDraft(draft);
  return progress.applied
    ? { status: 'APPLIED', referralId: before.id }
    : { status: 'SUPERSEDED', reason: progress.refusal, referralId: before.id };
}

/** Refusals that say the message itself makes no sense, not that it comes late. */
const CONTRADICTIONS: ReadonlyMap<string, string> = new Map([
  ['OUTCOME_UNKNOWN', 'outcome is not one the plan knows'],
  ['TERMINATION_REASON_MISMATCH', 'reason of termination against the outcome'],
  ['AGREEMENT_KIND_MISMATCH', 'no such agreement comes of the outcome'],
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
