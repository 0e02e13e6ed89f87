import { afterPage } from '#domain/keys/key-rotation.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface RotationPace {
  /** Rows read and sealed anew before the place is kept. */
  readonly pageSize: number;
  /** Pages in one turn: a worker that is told to stop finishes its turn. */
  readonly pagesPerTurn: number;
}

/** A page of 200 people takes about 20 ms of sealing, during which the process does nothing else. */
const PACE: RotationPace = { pageSize: 200, pagesPerTurn: 50 };
/** A worker that died is followed by another after this; each page renews it. */
const LEASE_SECONDS = 60;

/**
 * One turn of a rotation: goes on from where the last turn ended. Does nothing when the rotation is over, has not begun, or
 * somebody else is at it. Repeating a page is harmless; whoever was overtaken no longer moves the place.
 */
export async function continueKeyRotation(
  { stores, log }: Pick<UsecaseDependencies, 'stores' | 'log'>,
  id: string,
  { pageSize, pagesPerTurn }: RotationPace = PACE,
): Promise<void> {
  const { keyRotations, sealedColumns } = stores;
  const claimed = await keyRotations.claim(id, LEASE_SECONDS);
  if (!claimed) return;
  const { fence, rotation } = claimed;
  let { place } = rotation;
  for (let pages = 0; pages < pagesPerTurn; pages += 1) {
    const table = place.table ?? sealedColumns.tables[0];
    if (table === undefined) throw new RangeError('no table has sealed columns');
    const page = await sealedColumns.resealPage(table, place.lastKey, pageSize, rotation.targetKeyId);
    const next = afterPage(place, page, sealedColumns.tables);
    if (next.isOver) {
      const isFinished = await keyRotations.finish(id, fence, next.place);
      const { pass, broken } = next.place;
      if (isFinished) log.info({ keyRotationId: id, passes: pass, broken }, 'everything is sealed with the new key');
      return;
    }
    place = next.place;
    if (!(await keyRotations.keepPlace(id, fence, place, page.resealed, LEASE_SECONDS))) return;
  }
  await keyRotations.release(id, fence);
}
