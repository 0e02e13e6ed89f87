import type { TakeRecord } from '#domain/feeds/feed-chunk.ts';
import type { Stores } from '#domain/stores.ts';
import { takeRecord } from '#usecases/feeds/take-record.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What the store calls, inside the transaction of a chunk, for a row whose number does not say whose it is. */
export function takeInChunk(deps: UsecaseDependencies): TakeRecord<Stores> {
  return async (tx, record, source) => {
    const taken = await takeRecord(tx, record, source, deps);
    switch (taken.end) {
      case 'LEAD':
      case 'IN_REVIEW':
        return { end: taken.end };
      case 'DISMISSED':
        return { end: 'REFUSED', field: 'name', reason: 'MATCH_DISMISSED' };
      case 'FAULT':
        return { end: 'REFUSED', field: taken.field, reason: taken.reason };
    }
  };
}
