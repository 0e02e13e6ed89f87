import { partnerScopeOf } from '#domain/access/partner-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { PartnerEventPage, PartnerEventQuestion } from '#domain/partners/partner-stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Throws RequestRefusedError CURSOR_EXPIRED when what follows the cursor is not kept any more. */
export async function readPartnerEvents(
  { stores }: UsecaseDependencies,
  viewer: Viewer,
  question: PartnerEventQuestion,
): Promise<PartnerEventPage> {
  const page = await stores.partnerEvents.read(partnerScopeOf(viewer), question);
  return page === 'EXPIRED' ? refuse('CURSOR_EXPIRED', ['after']) : page;
}
