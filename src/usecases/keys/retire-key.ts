import type { DataKeyState } from '#domain/keys/data-key.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What became of the wish, or why nothing did: a state it is not allowed in, or columns that still name the key. */
export type KeyEnding =
  | { readonly end: 'RETIRED' | 'DESTROYED' | 'UNKNOWN' | 'TOO_EARLY' }
  | { readonly end: 'STILL_NAMED'; readonly columns: readonly string[] }
  | { readonly end: 'WRONG_STATE'; readonly state: DataKeyState };

/** Marks a key as no longer needed, if no value names it. It still opens, so that a value nobody saw is not lost. */
export async function retireKey({ stores }: UsecaseDependencies, id: string, by: string): Promise<KeyEnding> {
  const state = await stateOf(stores, id);
  if (state === undefined) return { end: 'UNKNOWN' };
  if (state !== 'OPENING') return { end: 'WRONG_STATE', state };
  const columns = await stores.sealedColumns.naming({ kind: 'DATA_KEY', id });
  if (columns.length > 0) return { end: 'STILL_NAMED', columns };
  return (await stores.dataKeys.retire(id, by)) ? { end: 'RETIRED' } : { end: 'WRONG_STATE', state };
}

/**
 * Deletes a retired key for good, after another look: whatever names it, in an old backup too, opens no more unless that
 * backup has the key as well.
 */
export async function destroyKey({ stores }: UsecaseDependencies, id: string, by: string): Promise<KeyEnding> {
  const state = await stateOf(stores, id);
  if (state === undefined) return { end: 'UNKNOWN' };
  if (state !== 'RETIRED') return { end: 'WRONG_STATE', state };
  const columns = await stores.sealedColumns.naming({ kind: 'DATA_KEY', id });
  if (columns.length > 0) return { end: 'STILL_NAMED', columns };
  return { end: (await stores.dataKeys.destroy(id, by)) ? 'DESTROYED' : 'TOO_EARLY' };
}

async function stateOf(stores: UsecaseDependencies['stores'], id: string): Promise<DataKeyState | undefined> {
  return (await stores.dataKeys.list()).find((key) => key.id === id)?.state;
}
