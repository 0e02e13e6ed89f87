import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { InboundEnd, InboundMessage } from '#domain/agencies/agency-stores.ts';
import type { InboundContent } from '#domain/agencies/inbound-content.ts';
import type { Stores } from '#domain/stores.ts';
import { applySettlement, importHouseholds, takeDelegation } from '#usecases/feeds/index.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { applyReply } from '#usecases/referrals/index.ts';

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
  return { ...(await applyReply(tx, message.agencyCode, content, deps)), at };
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
