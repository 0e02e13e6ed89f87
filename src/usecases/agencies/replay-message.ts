import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ReplayMessageInput {
  readonly idempotencyKey: string;
  readonly messageId: string;
  readonly reason: string;
}

/**
 * Gives a quarantined message back to the inbox, to be read from its stored bytes once more; what it says is applied
 * once, or it returns to quarantine. Idempotent by its key; throws RequestRefusedError.
 */
export function replayMessage(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ReplayMessageInput,
): Promise<OnceResult<{ messageId: string }>> {
  const reason = checkNote(input.reason, ['reason']);
  return once(deps, { viewer, operation: 'replayMessage', idempotencyKey, input }, async (tx) => {
    const message = (await tx.quarantinedMessages.find(input.messageId)) ?? refuse('NOT_FOUND', ['messageId']);
    if (!(await tx.quarantinedMessages.release(message.id))) refuse('TRANSITION_REFUSED', ['messageId']);
    await tx.operatorActions.add({
      id: deps.ids.next(),
      action: 'MESSAGE_REPLAYED',
      agencyCode: message.agencyCode,
      subjectId: message.id,
      actor: viewer.subject,
      reason,
      at: deps.clock.now(),
    });
    return { messageId: message.id };
  });
}
