import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface DraftServiceItemInput {
  readonly idempotencyKey: string;
  /** YAML, as in `catalogue/items`. */
  readonly definition: string;
  readonly note: string;
}

/**
 * Keeps a definition as the item's next version, without bringing it into force. Throws RequestRefusedError
 * CATALOGUE_FAULTY with every fault and its line; then nothing is stored. Idempotent by its key.
 */
export async function draftServiceItem(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: DraftServiceItemInput,
): Promise<OnceResult<{ versionId: string }>> {
  const note = checkNote(input.note, ['note']);
  const reading = deps.definitions.read(input.definition);
  if (!reading.ok) refuse('CATALOGUE_FAULTY', ['definition'], { faults: reading.faults });
  const { item } = reading;
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'draftServiceItem', idempotencyKey, input: rest }, async (tx) => {
    const [newest] = await tx.versions.take(item.code);
    const versionId = deps.ids.next();
    await tx.versions.insert({
      id: versionId,
      code: item.code,
      version: (newest?.version ?? 0) + 1,
      item,
      digest: deps.digest.plain(JSON.stringify(item)),
      status: 'DRAFT',
      note,
      draftedAt: deps.clock.now(),
      draftedBy: viewer.subject,
    });
    return { versionId };
  });
}
