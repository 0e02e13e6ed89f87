import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InboundContent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import { record, referralIn, replaceReferral } from '#domain/cases/case-draft.ts';
import { applyStagedAnswer } from '#domain/cases/report-stage.ts';
import { STATUS_AFTER } from '#domain/referrals/referral-transitions.ts';
import { REASON_CODES } from '#domain/referrals/referral.ts';
import type { InboundEnd, InboundMessage, Stores } from '#domain/stores.ts';
import { applySettlement, importHouseholds, takeDelegation } from '#usecases/feeds/index.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

/**
 * Applies one stored message, once. What cannot be read, or speaks of a referral that is not this agency's, goes to
 * quarantine with a reason and changes nothing else; what is late or repeated is noted and changes no state.
 */
export async function applyInboundMessage(deps: UsecaseDependencies, messageId: string): Promise<void> {
  const end = await applyInOneTransaction(deps, messageId).catch((error: unknown) =>
    giveUpOrThrow(deps, messageId, error),
  );
  if (end)
    deps.log.info(
      { inboundId: messageId, agency: end.agency, status: end.status, reason: end.reason },
      'message applied',
    );
}

function applyInOneTransaction(deps: UsecaseDependencies, messageId: string): Promise<AppliedMessage | undefined> {
  return deps.unitOfWork.run(async (tx) => {
    const message = await tx.inbox.take(messageId);
    if (!message) return undefined;
    const result = await applyOne(tx, message, deps);
    await tx.inbox.finish(message.id, result);
    return { ...result, agency: message.agencyCode };
  });
}

type AppliedMessage = InboundEnd & { readonly agency: AgencyCode };

/** Some eight minutes of being offered every ten seconds; a fault of ours that passes has passed by then. */
const MAX_ATTEMPTS = 50;

/**
 * The failed transaction took its own count with it, so the attempt is counted here, in one of its own. Throws the
 * error again until there were enough of them; then the message is put aside, raw and whole, with a reason.
 */
async function giveUpOrThrow(deps: UsecaseDependencies, messageId: string, error: unknown): Promise<AppliedMessage> {
  const end = await deps.unitOfWork.run(async (tx) => {
    const message = await tx.inbox.take(messageId);
    if (!message || message.attempts < MAX_ATTEMPTS) return undefined;
    const aside: InboundEnd = { status: 'QUARANTINED', reason: 'could not be processed', at: deps.clock.now() };
    await tx.inbox.finish(message.id, aside);
    return { ...aside, agency: message.agencyCode };
  });
  if (!end) throw error;
  deps.log.error({ err: error, inboundId: messageId }, 'a message is put aside after many attempts');
  return end;
}

async function applyOne(tx: Stores, message: InboundMessage, deps: UsecaseDependencies): Promise<InboundEnd> {
  const at = deps.clock.now();
  const content = readContent(message, deps);
  if (typeof content === 'string') return { status: 'QUARANTINED', reason: content, at };
  if (content.kind === 'HOUSEHOLD_BATCH') {
    await importHouseholds(tx, message, content, deps);
    return { status: 'APPLIED', at };
  }
  if (content.kind === 'SETTLEMENT') return { ...(await applySettlement(tx, message, content, deps)), at };
  if (content.kind === 'COURT_DELEGATION') {
    const reason = await takeDelegation(tx, message, content, deps);
    return reason ? { status: 'QUARANTINED', reason, at } : { status: 'APPLIED', at };
  }
  return { ...(await applyReply(tx, message, content, deps)), at };
}

function readContent(message: InboundMessage, deps: UsecaseDependencies): InboundContent | string {
  const connector = deps.connectors.get(message.agencyCode);
  if (!connector?.readMessage) return 'this agency sends no messages';
  try {
    return connector.readMessage(message.body);
  } catch (error) {
    if (error instanceof AgencyMessageUnreadableError) return error.reason;
    throw error;
  }
}

async function applyReply(
  tx: Stores,
  message: InboundMessage,
  reply: ReferralReply,
  deps: UsecaseDependencies,
): Promise<Omit<InboundEnd, 'at'>> {
  const draft = UUID.test(reply.referralId) ? await tx.cases.loadDraftOfReferral(reply.referralId) : undefined;
  const before = draft && referralIn(draft, reply.referralId);
  // A forged answer for another agency's referral looks the same as one for a referral that does not exist.
  if (!draft || before?.agencyCode !== message.agencyCode)
    return { status: 'QUARANTINED', reason: 'no such referral at this agency' };
  const context = await progressContext(deps, tx, draft.case.divisionCode, `agency:${message.agencyCode}`);
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
