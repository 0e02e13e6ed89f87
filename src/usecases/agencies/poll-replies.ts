import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { callAgency } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** At most this many pages a run; the rest comes with the next run, so that one agency cannot hold the job for ever. */
const PAGES_PER_RUN = 20;

/**
 * Reads an agency's answers from where the last run stopped. The messages and the new cursor are stored together, so a
 * crash in between reads the page again and the inbox recognises every message.
 */
export async function pollReplies(deps: UsecaseDependencies, code: AgencyCode): Promise<number> {
  const connector = deps.connectors.get(code);
  if (!connector?.readReplies) return 0;
  let stored = 0;
  for (let page = 0; page < PAGES_PER_RUN; page += 1) {
    const cursor = await deps.stores.agencies.pollCursor(code);
    const answer = await read(deps, code, cursor);
    if (!answer) return stored;
    await deps.unitOfWork.run(async (tx) => {
      for (const message of answer.messages) {
        const receipt = await tx.inbox.store({
          id: deps.ids.next(),
          agencyCode: code,
          messageId: message.messageId,
          via: 'POLL',
          body: message.body,
          receivedAt: deps.clock.now(),
        });
        if (receipt === 'CONFLICT')
          deps.log.warn({ agency: code }, 'message id used again for other content; the first is kept');
      }
      if (answer.nextCursor !== cursor) await tx.agencies.movePollCursor(code, answer.nextCursor);
    });
    stored += answer.messages.length;
    if (!answer.hasMore) return stored;
  }
  return stored;
}

async function read(deps: UsecaseDependencies, code: AgencyCode, cursor: string | undefined) {
  try {
    return await callAgency(deps, async (call) => deps.connectors.get(code)?.readReplies?.(cursor, call));
  } catch (error) {
    if (!(error instanceof AgencyUnavailableError)) throw error;
    deps.log.warn({ agency: code, fault: error.fault }, 'replies could not be read');
    return undefined;
  }
}
