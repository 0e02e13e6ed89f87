import { v7 } from 'uuid';

/** Row ids: UUID version 7, so that rows made one after another lie together in the index and sort by time. */
export const uuidV7Ids = {
  next: (): string => v7(),
  /** Sorts by that instant instead of by the machine's clock; within a millisecond in any order. */
  at: (at: Date): string => v7({ msecs: at.getTime() }),
};
